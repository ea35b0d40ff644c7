package io.testudo.app.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.testudo.app.web.access.account.SignedIn;
import io.testudo.vocabulary.finding.Technique;
import java.util.Map;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.utils.SpringDocUtils;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Has the handlers of REST described, with what the document says beside them. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  SpringDocConfiguration.class,
  SpringDocConfigProperties.class,
  SpringDocWebMvcConfiguration.class,
})
class DescribedRest {

  static final String PATH = "/described";

  static final Map<String, String> PROPERTIES =
      Map.of(
          "springdoc.api-docs.enabled", "true",
          "springdoc.api-docs.path", PATH,
          "springdoc.api-docs.version", "openapi_3_1",
          "springdoc.paths-to-match", "/api/v1/**",
          "springdoc.writer-with-order-by-keys", "true",
          "springdoc.writer-with-default-pretty-printer", "true",
          "springdoc.default-produces-media-type", "application/json");

  static {
    SpringDocUtils.getConfig()
        .replaceWithClass(Technique.class, String.class)
        .addRequestWrapperToIgnore(SignedIn.class);
  }

  @Bean
  @Order(0)
  SecurityFilterChain description(HttpSecurity http) {
    return http.securityMatcher(PATH)
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Testudo")
                .version("1")
                .description("Findings, incidents and facts of one Testudo platform.")
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
        .components(
            new Components()
                .addSecuritySchemes(
                    "token", new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer")))
        .addSecurityItem(new SecurityRequirement().addList("token"));
  }

  @Bean
  OpenApiCustomizer problems() {
    ApiResponse problem =
        new ApiResponse()
            .description("What went wrong, as RFC 9457 has it")
            .content(
                new Content()
                    .addMediaType(
                        "application/problem+json",
                        new MediaType().schema(new Schema<ProblemDetail>().$ref("Problem"))));
    return api -> {
      api.getComponents()
          .addSchemas(
              "Problem",
              new Schema<ProblemDetail>()
                  .types(java.util.Set.of("object"))
                  .addProperty("type", text())
                  .addProperty("title", text())
                  .addProperty("status", new Schema<Integer>().types(java.util.Set.of("integer")))
                  .addProperty("detail", text()));
      api.getPaths()
          .values()
          .forEach(
              path ->
                  path.readOperations()
                      .forEach(
                          operation ->
                              operation.getResponses().addApiResponse("default", problem)));
    };
  }

  private static Schema<String> text() {
    return new Schema<String>().types(java.util.Set.of("string"));
  }
}
