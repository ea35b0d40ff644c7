/** Alerts of other sensors: Suricata's signatures and Zeek's notices become findings. */
@NullMarked
package io.testudo.intrusion.alert;

import org.jspecify.annotations.NullMarked;
