package io.testudo.app.web.access;

import io.testudo.app.web.access.Route.Access;
import io.testudo.app.web.access.account.Accounts;
import io.testudo.app.web.access.account.Role;
import io.testudo.app.web.access.account.SignedIn;
import io.testudo.app.web.access.account.Tokens;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Builds the two chains that every request passes: programs with a token, and everybody else. */
public final class AccessRules {

  /** How long a session lasts without a request. */
  public static final Duration SESSION = Duration.ofHours(8);

  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none';"
          + " base-uri 'none'; manifest-src 'self'";

  private static final int FREE_TOKENS_BY_ADDRESS = 20;

  private final Accounts accounts;
  private final Tokens tokens;
  private final InstantSource clock;
  private final Refusals refusals = new Refusals();

  public AccessRules(Accounts accounts, Tokens tokens, InstantSource clock) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.clock = clock;
  }

  static RequestMatcher matcher(Route route) {
    RequestMatcher asked =
        PathPatternRequestMatcher.withDefaults().matcher(route.method(), route.pattern());
    return route.method() == HttpMethod.GET
        ? new OrRequestMatcher(
            asked,
            PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.HEAD, route.pattern()))
        : asked;
  }

  /** Requests that show a token: no session, no cookie, no CSRF. */
  public SecurityFilterChain programs(HttpSecurity http) {
    AttemptLimiter byAddress = new AttemptLimiter(clock, FREE_TOKENS_BY_ADDRESS);
    return headers(http)
        .securityMatcher(BearerGate::isMeant)
        .csrf(csrf -> csrf.disable())
        .requestCache(cache -> cache.disable())
        .logout(logout -> logout.disable())
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .addFilterBefore(new BearerGate(tokens, byAddress, refusals), AuthorizationFilter.class)
        .authorizeHttpRequests(AccessRules::authorize)
        .exceptionHandling(
            failures -> failures.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .build();
  }

  /** Requests of browsers: session cookie, CSRF token, log-in page. */
  public SecurityFilterChain browsers(HttpSecurity http) {
    return headers(http)
        .requestCache(cache -> cache.disable())
        .authenticationManager(new ProviderManager(new LogIn(accounts, clock)))
        .formLogin(
            form ->
                form.loginPage("/login")
                    .loginProcessingUrl("/login")
                    .successHandler(AccessRules::welcome)
                    .failureHandler(AccessRules::refuse))
        .logout(
            logout ->
                logout
                    .logoutUrl("/logout")
                    .addLogoutHandler(
                        (request, response, who) -> {
                          if (who instanceof SignedIn signedIn) {
                            accounts.logOut(signedIn.getName());
                          }
                        })
                    .logoutSuccessUrl("/login?out"))
        .addFilterBefore(new AccountGate(accounts, refusals), AuthorizationFilter.class)
        .authorizeHttpRequests(AccessRules::authorize)
        .exceptionHandling(
            failures -> failures.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .build();
  }

  private static HttpSecurity headers(HttpSecurity http) {
    return http.headers(
        headers ->
            headers
                .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .permissionsPolicyHeader(
                    permissions ->
                        permissions.policy("camera=(), geolocation=(), microphone=(), usb=()"))
                .crossOriginOpenerPolicy(
                    opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(
                    resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN)));
  }

  private static void authorize(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          requests) {
    requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD).permitAll();
    for (Route route : Routes.ALL) {
      var rule = requests.requestMatchers(matcher(route));
      switch (route.access()) {
        case Access.Open open -> rule.permitAll();
        case Access.AtLeast atLeast -> rule.hasAnyAuthority(including(atLeast.role()));
        case Access.SameMachine same ->
            rule.access(
                (who, context) ->
                    new AuthorizationDecision(
                        isSameMachine(context.getRequest()) || who.get() instanceof SignedIn));
      }
    }
    requests.anyRequest().denyAll();
  }

  private static String[] including(Role least) {
    return Arrays.stream(Role.values())
        .filter(role -> role.covers(least))
        .map(Role::name)
        .toArray(String[]::new);
  }

  private static boolean isSameMachine(HttpServletRequest request) {
    try {
      return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static void welcome(
      HttpServletRequest request, HttpServletResponse response, Authentication who)
      throws IOException {
    request.getSession().setMaxInactiveInterval((int) SESSION.toSeconds());
    String next = request.getParameter("next");
    response.sendRedirect(next != null && LocalPath.isOne(next) ? next : "/incidents");
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    if (why instanceof LogIn.MustWait wait) {
      response.sendRedirect("/login?wait=" + wait.seconds());
    } else {
      response.sendRedirect("/login?refused");
    }
  }
}
