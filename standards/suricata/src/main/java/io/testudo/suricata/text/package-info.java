/** The written form of rules: headers, options, addresses and ports; nothing of their meaning. */
@NullMarked
package io.testudo.suricata.text;

import org.jspecify.annotations.NullMarked;
