package io.testudo.app.web.page;

import io.testudo.app.web.access.account.Role;

/**
 * What every page has around its content.
 *
 * @param title the page's name
 * @param section where it belongs
 * @param user who is signed in; empty before
 * @param role what that person may do
 * @param stream where live events come from; empty where there are none
 * @param csrf the token that forms must send back
 * @param version of the program
 * @param edition of its styles and scripts
 * @param transport how the page travels, for instance {@code loopback} or {@code TLS}
 */
public record Frame(
    String title,
    Section section,
    String user,
    Role role,
    String stream,
    String csrf,
    String version,
    String edition,
    String transport) {

  /** Parts of the console. */
  public enum Section {
    INCIDENTS,
    FINDINGS,
    SOURCES,
    RULES,
    LOG,
    USERS,
    ABOUT,
    ACCOUNT,
    NONE
  }

  /** The same around a page that stands alone, without a way to others. */
  public Frame alone() {
    return new Frame(title, section, "", role, "", csrf, version, edition, transport);
  }

  /** Whether the person may do what this role may. */
  public boolean may(String least) {
    return role.covers(Role.valueOf(least));
  }
}
