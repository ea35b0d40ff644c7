package io.testudo.app.web.rest;

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
import io.testudo.app.web.access.SignedIn;
import io.testudo.app.web.page.Release;
import io.testudo.vocabulary.finding.Technique;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ProblemDetail;

/** What the OpenAPI document says beside the routes themselves. */
@Configuration(proxyBeanMethods = false)
public class Description {

  static {
    SpringDocUtils.getConfig()
        .replaceWithClass(Technique.class, String.class)
        .addRequestWrapperToIgnore(SignedIn.class);
  }

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Testudo")
                .version(Release.VERSION)
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
