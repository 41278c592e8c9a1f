package org.ikisaki.service;

/**
 * What people call it.
 *
 * @param name YouTube, or a registrable domain, or {@code AS16509 Amazon (unnamed)}
 * @param category video, social and so on; empty where nobody said
 */
public record Service(String name, String category) {}
