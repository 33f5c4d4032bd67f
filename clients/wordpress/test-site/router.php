<?php
/**
 * Routes for PHP's own web server: files as they are, everything else to WordPress.
 *
 * @package Veridict
 */

declare( strict_types = 1 );

$veridict_path = (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
$veridict_file = realpath( $_SERVER['DOCUMENT_ROOT'] . rawurldecode( $veridict_path ) );
if ( false !== $veridict_file && str_starts_with( $veridict_file, (string) realpath( $_SERVER['DOCUMENT_ROOT'] ) . '/' ) ) {
	if ( is_file( $veridict_file ) || is_file( $veridict_file . '/index.php' ) ) {
		return false;
	}
}
$_SERVER['SCRIPT_NAME'] = '/index.php';
$_SERVER['PHP_SELF']    = '/index.php';
chdir( $_SERVER['DOCUMENT_ROOT'] );
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
