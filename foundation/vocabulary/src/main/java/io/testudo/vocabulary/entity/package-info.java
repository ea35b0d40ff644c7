/** What telemetry, findings and incidents are about: addresses, hosts, users and the like. */
@NullMarked
package io.testudo.vocabulary.entity;

import org.jspecify.annotations.NullMarked;
