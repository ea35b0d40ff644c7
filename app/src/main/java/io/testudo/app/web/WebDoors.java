package io.testudo.app.web;

import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Where the pages' styles and scripts come from: the product's own, and two libraries. */
final class WebDoors implements WebMvcConfigurer {

  private static final String LIBRARIES = "classpath:/META-INF/resources/webjars/";

  /** Records check themselves, so that nothing else needs to. */
  @Override
  public Validator getValidator() {
    return new Validator() {
      @Override
      public boolean supports(Class<?> type) {
        return false;
      }

      @Override
      public void validate(Object target, Errors errors) {}
    };
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    CacheControl cached = CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable();
    registry
        .addResourceHandler("/assets/own/*")
        .addResourceLocations("classpath:/io/testudo/app/web/assets/")
        .setCacheControl(cached);
    registry
        .addResourceHandler("/assets/htmx/*")
        .addResourceLocations(LIBRARIES + "htmx.org/2.0.10/dist/")
        .setCacheControl(cached);
    registry
        .addResourceHandler("/assets/echarts/*")
        .addResourceLocations(LIBRARIES + "echarts/5.5.0/")
        .setCacheControl(cached);
  }
}
