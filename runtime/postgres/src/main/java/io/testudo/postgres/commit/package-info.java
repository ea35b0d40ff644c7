/** One transaction of effects: facts get their places in the order of the commits. */
@NullMarked
package io.testudo.postgres.commit;

import org.jspecify.annotations.NullMarked;
