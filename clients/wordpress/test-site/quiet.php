<?php
/**
 * For the test site alone (a must-use plugin): WordPress asks no other host, nor has browsers ask one.
 *
 * @package Veridict
 */

declare( strict_types = 1 );

foreach ( array( 'update_core', 'update_plugins', 'update_themes' ) as $veridict_kind ) {
	add_filter( 'pre_site_transient_' . $veridict_kind, static fn (): object => (object) array( 'last_checked' => time(), 'version_checked' => get_bloginfo( 'version' ) ) );
}
add_filter( 'pre_option_show_avatars', static fn (): string => '0' );
add_filter( 'should_load_remote_block_patterns', '__return_false' );
add_filter( 'block_editor_settings_all', static fn ( array $settings ): array => array_merge( $settings, array( '__experimentalFetchRichUrlData' => null ) ) );
remove_action( 'admin_print_scripts', 'print_emoji_detection_script' );
remove_action( 'wp_head', 'print_emoji_detection_script', 7 );
add_action( 'admin_init', static fn () => remove_action( 'admin_print_scripts', 'print_emoji_detection_script' ) );
