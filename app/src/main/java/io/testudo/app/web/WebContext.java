package io.testudo.app.web;

import io.testudo.app.house.House;
import io.testudo.app.web.WebConfig.Transport;
import io.testudo.app.web.access.AccessRules;
import io.testudo.app.web.access.account.Accounts;
import io.testudo.app.web.access.account.Audit;
import io.testudo.app.web.access.account.Tokens;
import io.testudo.app.web.console.AboutPages;
import io.testudo.app.web.console.AccountPages;
import io.testudo.app.web.console.EntryPages;
import io.testudo.app.web.console.FindingPages;
import io.testudo.app.web.console.IncidentPages;
import io.testudo.app.web.console.LogPages;
import io.testudo.app.web.console.RulePages;
import io.testudo.app.web.console.SourcePages;
import io.testudo.app.web.console.UserPages;
import io.testudo.app.web.live.Changes;
import io.testudo.app.web.live.HouseMeters;
import io.testudo.app.web.live.LiveStream;
import io.testudo.app.web.page.Failures;
import io.testudo.app.web.page.Listening;
import io.testudo.app.web.page.Pages;
import io.testudo.app.web.page.Release;
import io.testudo.app.web.rest.Exports;
import io.testudo.app.web.rest.HouseResources;
import io.testudo.app.web.rest.IncidentResources;
import io.testudo.app.web.rest.LogResources;
import io.testudo.app.web.rest.OwnDescription;
import io.testudo.app.web.rest.UserResources;
import io.testudo.app.web.search.FindingSearch;
import io.testudo.app.web.search.IncidentExport;
import io.testudo.app.web.search.IncidentSearch;
import io.testudo.vocabulary.finding.Technique;
import java.security.SecureRandom;
import org.springframework.beans.factory.ObjectProvider;
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
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

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
  FilterRegistrationBean<RequestBounds> requestBounds() {
    FilterRegistrationBean<RequestBounds> registration =
        new FilterRegistrationBean<>(new RequestBounds());
    // After the filter that says in which encoding parameters are read.
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return registration;
  }

  @Bean
  static WebServerFactoryCustomizer<TomcatServletWebServerFactory> containerRefusals(
      ObjectProvider<Failures> failures) {
    return factory ->
        factory.addContextCustomizers(
            context ->
                context
                    .getParent()
                    .getPipeline()
                    .addValve(new ContainerRefusals(failures::getObject)));
  }

  @Bean
  WebDoors webDoors() {
    return new WebDoors();
  }

  @Bean
  Listening listening(WebConfig config) {
    String transport = config.transport() instanceof Transport.Plain ? "loopback" : "TLS";
    return new Listening(config.address(), transport, config.dataFolder());
  }

  @Bean
  Pages pages(Listening listening) {
    return new Pages(listening);
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
  FindingSearch findingSearch(House house) {
    return new FindingSearch(house.log());
  }

  @Bean
  FindingPages findingPages(FindingSearch findings, IncidentSearch incidents, Pages pages) {
    return new FindingPages(findings, incidents, pages);
  }

  @Bean
  SourcePages sourcePages(House house, Pages pages) {
    return new SourcePages(house, pages);
  }

  @Bean
  RulePages rulePages(House house, Pages pages) {
    return new RulePages(house, pages);
  }

  @Bean
  LogPages logPages(House house, Pages pages) {
    return new LogPages(house, pages);
  }

  @Bean
  UserPages userPages(Accounts accounts, Pages pages) {
    return new UserPages(accounts, pages);
  }

  @Bean
  AboutPages aboutPages(House house, Listening listening, Pages pages) {
    return new AboutPages(house, listening, pages);
  }

  @Bean
  AccountPages accountPages(Accounts accounts, Tokens tokens, Pages pages) {
    return new AccountPages(accounts, tokens, pages);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Changes changes(House house) {
    return new Changes(house);
  }

  @Bean
  LiveStream liveStream(Changes changes, Accounts accounts) {
    return new LiveStream(changes, accounts);
  }

  @Bean
  HouseMeters houseMeters(House house, Changes changes) {
    return new HouseMeters(house, changes);
  }

  @Bean
  IncidentExport incidentExport(House house) {
    return new IncidentExport(house.log(), Release.VERSION);
  }

  @Bean
  Exports exports(House house, IncidentSearch incidents, IncidentExport export) {
    return new Exports(house, incidents, export);
  }

  @Bean
  OwnDescription ownDescription() {
    return new OwnDescription();
  }

  @Bean
  IncidentResources incidentResources(
      House house, IncidentSearch incidents, FindingSearch findings) {
    return new IncidentResources(house, incidents, findings);
  }

  @Bean
  LogResources logResources(House house) {
    return new LogResources(house);
  }

  @Bean
  HouseResources houseResources(House house) {
    return new HouseResources(house);
  }

  @Bean
  UserResources userResources(Accounts accounts) {
    return new UserResources(accounts);
  }

  /** Techniques are their identifiers, as everywhere in the product's JSON. */
  @Bean
  JacksonModule vocabulary() {
    return new SimpleModule()
        .addSerializer(
            Technique.class,
            new ValueSerializer<>() {
              @Override
              public void serialize(
                  Technique technique, JsonGenerator out, SerializationContext context) {
                out.writeString(technique.id());
              }
            });
  }

  @Bean
  IncidentPages incidentPages(House house, IncidentSearch search, Pages pages) {
    return new IncidentPages(house, search, pages);
  }
}
