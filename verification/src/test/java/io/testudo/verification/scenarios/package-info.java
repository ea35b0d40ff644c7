/** The whole product at work: kills, demonstrations, terminals, browsers. */
@org.jspecify.annotations.NullMarked
package io.testudo.verification.scenarios;
