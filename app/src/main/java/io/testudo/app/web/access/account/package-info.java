/**
 * Accounts, their roles, passwords and tokens, and what was done with them as facts in the log.
 * Secrets are stored only as digests.
 */
@NullMarked
package io.testudo.app.web.access.account;

import org.jspecify.annotations.NullMarked;
