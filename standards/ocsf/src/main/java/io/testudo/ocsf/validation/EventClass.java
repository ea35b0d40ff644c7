package io.testudo.ocsf.validation;

/**
 * A class of events.
 *
 * @param uid the value of {@code class_uid}
 * @param categoryUid the value of {@code category_uid}
 * @param categoryCaption the value of {@code category_name}
 * @param structure the attributes
 */
record EventClass(long uid, long categoryUid, String categoryCaption, Structure structure) {}
