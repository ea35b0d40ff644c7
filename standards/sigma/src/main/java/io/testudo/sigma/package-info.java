/**
 * Sigma 2 detection rules: load a folder of them, learn which can be honoured, and ask which hold
 * for an event.
 *
 * <p>{@link io.testudo.sigma.RuleLoader} reads rules into a {@link io.testudo.sigma.RuleReport}; a
 * {@link io.testudo.sigma.RuleSet} compiles those that are honoured against a {@link
 * io.testudo.sigma.LogSourceMapping} and gives for a {@link io.testudo.sigma.SigmaEvent} its {@link
 * io.testudo.sigma.Match}es.
 *
 * <p><b>Trust boundary.</b> Whoever writes a rule file may be an enemy of the one who loads it, and
 * whoever causes an event is one. A rule can neither run code, nor exhaust memory or time when it
 * is loaded, nor make matching superlinear; what cannot be honoured is refused with a reason. A
 * mapping file is the operator's and trusted to mean well, not to be free of mistakes. Nothing here
 * opens a connection, resolves a name or writes a file.
 *
 * <p>Decisions where the specification leaves a choice: {@code re} finds its expression anywhere in
 * the value; {@code null} holds for a field that is absent or holds nothing; {@code neq} asks for a
 * field that is there; {@code windash} exchanges every dash and slash of the value; a keyword is
 * looked for inside the text of each field; numbers are compared as numbers wherever the event's
 * text is one.
 */
@NullMarked
package io.testudo.sigma;

import org.jspecify.annotations.NullMarked;
