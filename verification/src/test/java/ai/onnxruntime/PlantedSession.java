package ai.onnxruntime;

/** Stands where a native library's classes would stand. */
public class PlantedSession {}
