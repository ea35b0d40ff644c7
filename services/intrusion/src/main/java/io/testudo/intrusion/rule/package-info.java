/** Sigma rules over events: a rule's match becomes a finding. */
@NullMarked
package io.testudo.intrusion.rule;

import org.jspecify.annotations.NullMarked;
