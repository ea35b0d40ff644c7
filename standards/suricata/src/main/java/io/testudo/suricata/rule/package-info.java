/** Rules in the form in which they are asked. */
@NullMarked
package io.testudo.suricata.rule;

import org.jspecify.annotations.NullMarked;
