<?php
/**
 * What the site keeps about the service: address, key and habits; every other file asks here.
 *
 * The key lies in an option of its own, never loaded with the others, and inside an array: WordPress prints
 * plain options into the page "All Settings", arrays it does not.
 *
 * @package Veridict
 */

declare( strict_types = 1 );

namespace Veridict\Options;

defined( 'ABSPATH' ) || exit;

const NAME   = 'veridict';
const SECRET = 'veridict_secret';

const DEFAULTS = array(
	'address'   => 'http://127.0.0.1:8000',
	'publisher' => '',
	'send'      => true,
	'live'      => false,
);

/**
 * Make the options, the secret one outside of what is loaded with every page.
 */
function create(): void {
	add_option( NAME, DEFAULTS );
	add_option( SECRET, array( 'key' => '' ), '', 'no' );
}

/**
 * Read the options over their defaults.
 *
 * @return array{address: string, publisher: string, send: bool, live: bool}
 */
function all(): array {
	$stored = get_option( NAME, array() );
	return array_merge( DEFAULTS, is_array( $stored ) ? array_intersect_key( $stored, DEFAULTS ) : array() );
}

/**
 * The service's address without a slash at its end; VERIDICT_ADDRESS in wp-config.php goes first.
 */
function address(): string {
	$address = defined( 'VERIDICT_ADDRESS' ) ? (string) constant( 'VERIDICT_ADDRESS' ) : (string) all()['address'];
	return untrailingslashit( $address );
}

/**
 * The key, "" when there is none; VERIDICT_KEY in wp-config.php goes first. For the server alone.
 */
function key(): string {
	if ( defined( 'VERIDICT_KEY' ) ) {
		return (string) constant( 'VERIDICT_KEY' );
	}
	$stored = get_option( SECRET, array() );
	return is_array( $stored ) ? (string) ( $stored['key'] ?? '' ) : '';
}

/**
 * The outlet's name as the archive has it; the site's title until one is set.
 */
function publisher(): string {
	$name = trim( (string) all()['publisher'] );
	return '' !== $name ? $name : html_entity_decode( get_bloginfo( 'name' ), ENT_QUOTES, 'UTF-8' );
}

/**
 * Whether the address may carry a key: https, or a machine's own loopback.
 *
 * @param string $address An absolute address.
 */
function is_private_way( string $address ): bool {
	$host = strtolower( trim( (string) wp_parse_url( $address, PHP_URL_HOST ), '[]' ) );
	return 'https' === wp_parse_url( $address, PHP_URL_SCHEME ) || in_array( $host, array( 'localhost', '127.0.0.1', '::1' ), true );
}

/**
 * Take the settings from the form; what is wrong keeps its old value and is said.
 *
 * @param mixed $posted What the form sent.
 * @return array{address: string, publisher: string, send: bool, live: bool}
 */
function sanitize( mixed $posted ): array {
	$posted  = is_array( $posted ) ? $posted : array();
	$address = esc_url_raw( trim( (string) ( $posted['address'] ?? '' ) ), array( 'http', 'https' ) );
	if ( '' === $address || ! wp_parse_url( $address, PHP_URL_HOST ) ) {
		add_settings_error( NAME, 'address', __( 'The address must begin with https:// or http://.', 'veridict' ) );
		$address = (string) all()['address'];
	} elseif ( ! is_private_way( $address ) ) {
		add_settings_error( NAME, 'address', __( 'The key would travel unencrypted: use https:// for a service on another machine.', 'veridict' ) );
		$address = (string) all()['address'];
	}
	return array(
		'address'   => untrailingslashit( $address ),
		'publisher' => sanitize_text_field( (string) ( $posted['publisher'] ?? '' ) ),
		'send'      => ! empty( $posted['send'] ),
		'live'      => ! empty( $posted['live'] ),
	);
}

/**
 * Take the key from the form: an empty field keeps the one there is.
 *
 * @param mixed $posted `new` and `forget` from the form, or `key` when WordPress sanitizes what it stores.
 * @return array{key: string}
 */
function sanitize_secret( mixed $posted ): array {
	$posted = is_array( $posted ) ? $posted : array();
	if ( ! empty( $posted['forget'] ) ) {
		return array( 'key' => '' );
	}
	$stored = get_option( SECRET, array() );
	$old    = is_array( $stored ) ? (string) ( $stored['key'] ?? '' ) : '';
	$new    = trim( (string) ( $posted['new'] ?? $posted['key'] ?? '' ) );
	if ( '' === $new ) {
		return array( 'key' => isset( $posted['key'] ) ? '' : $old );
	}
	if ( ! preg_match( '/^[\x21-\x7E]{1,512}$/', $new ) ) {
		add_settings_error( NAME, 'key', __( 'The key has characters that no key has; it was not stored.', 'veridict' ) );
		return array( 'key' => $old );
	}
	return array( 'key' => $new );
}
