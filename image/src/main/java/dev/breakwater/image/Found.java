package dev.breakwater.image;

/**
 * A fact and where it was found.
 *
 * @param path of the file
 * @param layer index of the layer that holds the file, lowest 0; -1 for a directory, which has no
 *     layers
 */
public record Found<F>(String path, int layer, F fact) {}
