<?php
/**
 * Routes for PHP's own web server: files as they are, everything else to WordPress.
 *
 * @package Veridict
 */

declare( strict_types = 1 );

$veridict_root = (string) realpath( $_SERVER['DOCUMENT_ROOT'] );
$veridict_file = realpath( $veridict_root . rawurldecode( (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) ) );
$veridict_here = false !== $veridict_file && str_starts_with( $veridict_file, $veridict_root . '/' );
$veridict_type = array( 'js' => 'text/javascript', 'css' => 'text/css' )[ pathinfo( (string) $veridict_file, PATHINFO_EXTENSION ) ] ?? '';

if ( $veridict_here && is_file( $veridict_file ) && '' !== $veridict_type && isset( $_GET['ver'] ) ) {
	// The editor is a hundred scripts: PHP's server would have the browser fetch each of them every time.
	header( 'Content-Type: ' . $veridict_type . '; charset=utf-8' );
	header( 'Cache-Control: public, max-age=86400, immutable' );
	readfile( $veridict_file );
	return true;
}
if ( $veridict_here && ( is_file( $veridict_file ) || is_file( $veridict_file . '/index.php' ) ) ) {
	return false;
}
$_SERVER['SCRIPT_NAME'] = '/index.php';
$_SERVER['PHP_SELF']    = '/index.php';
chdir( $veridict_root );
require $veridict_root . '/index.php';
