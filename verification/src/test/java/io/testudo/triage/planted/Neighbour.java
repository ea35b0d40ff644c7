package io.testudo.triage.planted;

/** Something internal to a service, which another must not know. */
public class Neighbour {}
