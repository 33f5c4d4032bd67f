<?php
/**
 * Requests to the service: the only file that knows its address and its key.
 *
 * @package Veridict
 */

declare( strict_types = 1 );

namespace Veridict\Service;

use Veridict\Options;
use WP_Error;

defined( 'ABSPATH' ) || exit;

const TYPES          = 'application/json, application/ld+json, application/problem+json';
const TIMEOUT_S      = 15;
const TIMEOUT_PAGE_S = 60;

/**
 * Ask the service and read its JSON.
 *
 * @param string                    $method  HTTP method.
 * @param string                    $path    Path below the address, with its slash.
 * @param array<string, mixed>|null $body    Sent as JSON.
 * @param int                       $timeout Seconds.
 * @return array{status: int, body: array<mixed>}|WP_Error The error's data is as `problem()` says.
 */
function ask( string $method, string $path, ?array $body = null, int $timeout = TIMEOUT_S ): array|WP_Error {
	$answer = wp_remote_request( Options\address() . $path, arguments( $method, $body, TYPES, $timeout ) );
	if ( is_wp_error( $answer ) ) {
		return away( $answer );
	}
	$status = (int) wp_remote_retrieve_response_code( $answer );
	$text   = wp_remote_retrieve_body( $answer );
	$read   = json_decode( $text, true );
	if ( $status >= 400 ) {
		return refused( $status, is_array( $read ) ? $read : array(), (string) wp_remote_retrieve_header( $answer, 'retry-after' ) );
	}
	if ( $status >= 300 || ( ! is_array( $read ) && 204 !== $status ) ) {
		return problem( 502, array( 'kind' => 'unreadable', 'detail' => 'HTTP ' . $status ) );
	}
	return array( 'status' => $status, 'body' => is_array( $read ) ? $read : array() );
}

/**
 * The arguments of a request, the key among its headers.
 *
 * Redirects are not followed: the key would go with them.
 *
 * @param string                    $method  HTTP method.
 * @param array<string, mixed>|null $body    Sent as JSON.
 * @param string                    $accept  Media type that is asked for.
 * @param int                       $timeout Seconds.
 * @return array<string, mixed>
 */
function arguments( string $method, ?array $body, string $accept, int $timeout ): array {
	$headers = array( 'Accept' => $accept );
	$key     = Options\key();
	if ( '' !== $key && Options\is_private_way( Options\address() ) ) {
		$headers['Authorization'] = 'Bearer ' . $key;
	}
	if ( null !== $body ) {
		$headers['Content-Type'] = 'application/json';
	}
	return array(
		'method'      => $method,
		'timeout'     => $timeout,
		'redirection' => 0,
		'headers'     => $headers,
		'user-agent'  => 'Veridict-WordPress/' . \Veridict\VERSION,
		'body'        => null === $body ? null : (string) wp_json_encode( $body ),
	);
}

/**
 * An error that carries a problem as the panel shows it (see words.js of the panel).
 *
 * @param int                  $status  HTTP status for the editor's browser.
 * @param array<string, mixed> $problem kind, status, type, title, detail, retry_after_s.
 */
function problem( int $status, array $problem ): WP_Error {
	$slug = $problem['kind'] ?? basename( (string) ( $problem['type'] ?? 'problem' ) );
	return new WP_Error( 'veridict_' . sanitize_key( (string) $slug ), words( $problem ), array( 'status' => $status, 'problem' => $problem ) );
}

/**
 * The service did not answer at all.
 *
 * @param WP_Error $fault What WordPress says of it; it may name addresses, so it goes to the log alone.
 */
function away( WP_Error $fault ): WP_Error {
	if ( defined( 'WP_DEBUG' ) && WP_DEBUG ) {
		error_log( 'Veridict: ' . $fault->get_error_message() ); // phpcs:ignore WordPress.PHP.DevelopmentFunctions
	}
	return problem( 502, array( 'kind' => 'away', 'address' => Options\address() ) );
}

/**
 * The service answered with a problem document.
 *
 * A 401 or 403 is about this site's key, not about the editor's login, and must not look like the latter.
 *
 * @param int                  $status      HTTP status.
 * @param array<string, mixed> $document    RFC 9457 problem; anything else is taken for an unreadable answer.
 * @param string               $retry_after Retry-After header, seconds.
 */
function refused( int $status, array $document, string $retry_after ): WP_Error {
	$problem = array( 'status' => $status );
	foreach ( array( 'type', 'title', 'detail' ) as $field ) {
		if ( isset( $document[ $field ] ) && is_string( $document[ $field ] ) ) {
			$problem[ $field ] = $document[ $field ];
		}
	}
	if ( is_numeric( $retry_after ) ) {
		$problem['retry_after_s'] = (int) $retry_after;
	}
	return problem( in_array( $status, array( 401, 403 ), true ) ? 502 : $status, $problem );
}

/**
 * One sentence for an editor on what went wrong.
 *
 * @param array<string, mixed> $problem As in `problem()`.
 */
function words( array $problem ): string {
	$detail = (string) ( $problem['detail'] ?? '' );
	return match ( true ) {
		'away' === ( $problem['kind'] ?? '' )       => __( 'the service does not answer', 'veridict' ),
		'unreadable' === ( $problem['kind'] ?? '' ) => __( 'what answered at its address does not speak like Veridict', 'veridict' ),
		401 === ( $problem['status'] ?? 0 )         => __( 'the service does not know this site’s key', 'veridict' ),
		403 === ( $problem['status'] ?? 0 )         => __( 'this site’s key may not do that', 'veridict' ),
		429 === ( $problem['status'] ?? 0 )         => __( 'too many requests for now', 'veridict' ),
		'' !== $detail                              => $detail,
		default                                     => __( 'the service could not do it just now', 'veridict' ),
	};
}

/**
 * Whether the same request may go through later.
 *
 * A refused key may be put right by an administrator, so it counts; a refused article does not.
 *
 * @param WP_Error $fault From `ask()`.
 */
function may_retry( WP_Error $fault ): bool {
	$problem = problem_of( $fault );
	$status  = (int) ( $problem['status'] ?? 0 );
	return isset( $problem['kind'] ) || $status >= 500 || in_array( $status, array( 401, 403, 408, 425, 429 ), true );
}

/**
 * The problem inside an error.
 *
 * @param WP_Error $fault From `ask()`.
 * @return array<string, mixed>
 */
function problem_of( WP_Error $fault ): array {
	$data = $fault->get_error_data();
	return is_array( $data ) && is_array( $data['problem'] ?? null ) ? $data['problem'] : array();
}
