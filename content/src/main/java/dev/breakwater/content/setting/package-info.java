/**
 * What an image's own configuration and history do wrong. Entry point: {@link
 * dev.breakwater.content.setting.ImageSettingInspection}. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.content.setting;

import org.jspecify.annotations.NullMarked;
