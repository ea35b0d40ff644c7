package io.testudo.app.web;

import io.testudo.app.house.House;
import io.testudo.app.web.access.AccessRules;
import io.testudo.app.web.access.Accounts;
import io.testudo.app.web.access.Audit;
import io.testudo.app.web.access.Tokens;
import io.testudo.app.web.console.AccountPages;
import io.testudo.app.web.console.EntryPages;
import io.testudo.app.web.console.Failures;
import io.testudo.app.web.console.IncidentPages;
import io.testudo.app.web.console.Pages;
import io.testudo.app.web.incidents.IncidentSearch;
import java.security.SecureRandom;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.jvm.JvmMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.system.SystemMetricsAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * All that the server is made of. Nothing switches itself on by lying on the class path: what runs
 * is named here.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  TomcatServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
  HttpMessageConvertersAutoConfiguration.class,
  HttpEncodingAutoConfiguration.class,
  JacksonAutoConfiguration.class,
  ErrorMvcAutoConfiguration.class,
  SslAutoConfiguration.class,
  ServletWebSecurityAutoConfiguration.class,
  SecurityFilterAutoConfiguration.class,
  EndpointAutoConfiguration.class,
  WebEndpointAutoConfiguration.class,
  ManagementContextAutoConfiguration.class,
  ServletManagementContextAutoConfiguration.class,
  ApplicationAvailabilityAutoConfiguration.class,
  HealthContributorRegistryAutoConfiguration.class,
  HealthEndpointAutoConfiguration.class,
  MetricsAutoConfiguration.class,
  PrometheusMetricsExportAutoConfiguration.class,
  JvmMetricsAutoConfiguration.class,
  SystemMetricsAutoConfiguration.class,
})
class WebContext {

  @Bean
  SecureRandom random() {
    return new SecureRandom();
  }

  @Bean
  Audit audit(House house, SecureRandom random) {
    return new Audit(house.clock(), random);
  }

  @Bean
  Accounts accounts(House house, SecureRandom random, Audit audit) {
    return new Accounts(house.log(), house.clock(), random, audit);
  }

  @Bean
  Tokens tokens(House house, SecureRandom random, Audit audit, Accounts accounts) {
    return new Tokens(house.log(), house.clock(), random, audit, accounts);
  }

  @Bean
  AccessRules accessRules(Accounts accounts, Tokens tokens, House house) {
    return new AccessRules(accounts, tokens, house.clock());
  }

  @Bean
  @Order(1)
  SecurityFilterChain programs(AccessRules rules, HttpSecurity http) {
    return rules.programs(http);
  }

  @Bean
  @Order(2)
  SecurityFilterChain browsers(AccessRules rules, HttpSecurity http) {
    return rules.browsers(http);
  }

  @Bean
  WebDoors webDoors() {
    return new WebDoors();
  }

  @Bean
  Pages pages(WebConfig config) {
    return new Pages(config);
  }

  @Bean
  Failures failures(Pages pages) {
    return new Failures(pages);
  }

  @Bean
  IncidentSearch incidentSearch(House house) {
    return new IncidentSearch(house.log());
  }

  @Bean
  EntryPages entryPages(Pages pages) {
    return new EntryPages(pages);
  }

  @Bean
  AccountPages accountPages(Accounts accounts, Tokens tokens, Pages pages) {
    return new AccountPages(accounts, tokens, pages);
  }

  @Bean
  IncidentPages incidentPages(House house, IncidentSearch search, Pages pages) {
    return new IncidentPages(house, search, pages);
  }
}
