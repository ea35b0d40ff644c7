package io.testudo.app.planted;

/** Something on a floor above. */
public class AppNoun {}
