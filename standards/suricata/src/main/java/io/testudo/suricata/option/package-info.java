/** What each option of a rule means, one class for each kind of option. */
@NullMarked
package io.testudo.suricata.option;

import org.jspecify.annotations.NullMarked;
