/**
 * Which rules of many may hold for an event: each rule gives clues, of which at least one shows in
 * every event that it holds for, and all rules' clues about a field are looked for at once.
 */
@NullMarked
package io.testudo.sigma.candidate;

import org.jspecify.annotations.NullMarked;
