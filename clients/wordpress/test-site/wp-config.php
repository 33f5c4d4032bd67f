<?php
/**
 * Settings of the test site; install-test-site.sh fills in what stands between at signs.
 *
 * @package Veridict
 */

define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:@SOCKET@' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
$table_prefix = 'wp_';

define( 'WP_HOME', '@URL@' );
define( 'WP_SITEURL', '@URL@' );

// Nothing leaves this machine.
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'WP_ACCESSIBLE_HOSTS', '127.0.0.1,localhost' );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'DISALLOW_FILE_MODS', true );
define( 'DISABLE_WP_CRON', true ); // The tests run it when they mean to.

// A warning in the plugin is a failed test.
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_DISPLAY', false );
define( 'WP_DEBUG_LOG', '@LOG@' );

foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $veridict_salt ) {
	define( $veridict_salt . '_KEY', hash( 'sha256', __DIR__ . $veridict_salt . 'key' ) );
	define( $veridict_salt . '_SALT', hash( 'sha256', __DIR__ . $veridict_salt . 'salt' ) );
}

defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );
require_once ABSPATH . 'wp-settings.php';
