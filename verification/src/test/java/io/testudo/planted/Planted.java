package io.testudo.planted;

/** The face of a service that is not final. */
public class Planted {}
