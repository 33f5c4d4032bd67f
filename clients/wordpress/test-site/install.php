<?php
/**
 * Install WordPress from the command line: tables, users, plugin. `php install.php WWW PASSWORD`
 *
 * @package Veridict
 */

declare( strict_types = 1 );

if ( 'cli' !== PHP_SAPI || 3 !== $argc ) {
	exit( "php install.php WWW PASSWORD\n" );
}
define( 'WP_INSTALLING', true );
$_SERVER['HTTP_HOST']       = '127.0.0.1';
$_SERVER['REQUEST_URI']     = '/';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';

/** WordPress writes to the new administrator; nobody is there to read it. */
add_filter( 'pre_wp_mail', '__return_true' );

if ( ! is_blog_installed() ) {
	wp_install( 'The Test Courier', 'admin', 'admin@example.invalid', false, '', $argv[2], 'en_US' );
	update_option( 'permalink_structure', '/%postname%/' );
	foreach ( array( 'editor' => 'Edda Editor', 'author' => 'Arno Author', 'subscriber' => 'Sue Subscriber' ) as $role => $name ) {
		wp_insert_user(
			array(
				'user_login'   => $role,
				'user_pass'    => $argv[2],
				'user_email'   => $role . '@example.invalid',
				'display_name' => $name,
				'role'         => $role,
			)
		);
	}
}
$fault = activate_plugin( 'veridict/veridict.php' );
if ( is_wp_error( $fault ) ) {
	fwrite( STDERR, $fault->get_error_message() . "\n" );
	exit( 1 );
}
foreach ( get_users( array( 'fields' => 'ID' ) ) as $user ) {
	wp_set_password( $argv[2], (int) $user );
	// The editor greets newcomers with a dialog over everything.
	update_user_meta( (int) $user, 'wp_persisted_preferences', array( 'core/edit-post' => array( 'welcomeGuide' => false, 'fullscreenMode' => false ) ) );
}
