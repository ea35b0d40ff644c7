/** Tests of a platform's parts and of the whole. */
@org.jspecify.annotations.NullMarked
package io.testudo.app.house;
