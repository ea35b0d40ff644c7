/** Tests of what records say of logons. */
@NullMarked
package io.testudo.intrusion.record;

import org.jspecify.annotations.NullMarked;
