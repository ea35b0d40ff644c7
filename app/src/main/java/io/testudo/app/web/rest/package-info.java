/** REST under {@code /api/v1}, described by OpenAPI 3.1; problems are RFC 9457. */
@NullMarked
package io.testudo.app.web.rest;

import org.jspecify.annotations.NullMarked;
