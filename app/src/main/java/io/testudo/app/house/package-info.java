/**
 * One running platform, built without a framework: the log, its readers, the sources and the desk.
 */
@NullMarked
package io.testudo.app.house;

import org.jspecify.annotations.NullMarked;
