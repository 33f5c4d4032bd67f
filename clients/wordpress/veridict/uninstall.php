<?php
/**
 * Takes with it what the plugin stored: its options with the key, its fields on posts, its tries to send.
 *
 * References and notes stay: they are part of the posts. So do the articles in the archive.
 *
 * @package Veridict
 */

declare( strict_types = 1 );

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

delete_option( 'veridict' );
delete_option( 'veridict_secret' );
foreach ( array( '_veridict_archive', '_veridict_reviews', 'veridict_agency' ) as $veridict_field ) {
	delete_post_meta_by_key( $veridict_field );
}
wp_unschedule_hook( 'veridict_send' );
wp_unschedule_hook( 'veridict_withdraw' );
