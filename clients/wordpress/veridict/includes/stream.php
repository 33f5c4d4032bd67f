<?php
/**
 * A page check as it streams: the service's events, handed on to the editor as they come.
 *
 * @package Veridict
 */

declare( strict_types = 1 );

namespace Veridict\Stream;

use RuntimeException;
use Veridict\Options;
use Veridict\Service;
use WP_Error;
use WP_REST_Request;
use WP_REST_Response;

defined( 'ABSPATH' ) || exit;

const TYPE = 'text/event-stream';

add_filter( 'rest_pre_serve_request', __NAMESPACE__ . '\serve', PHP_INT_MAX, 3 ); // After WordPress has set its headers.

/**
 * Whether the editor wants a stream and this PHP can make one.
 *
 * WordPress hands on bytes while they come with curl alone; its other transport shows them chunked.
 *
 * @param WP_REST_Request $request The editor's request.
 */
function is_wanted( WP_REST_Request $request ): bool {
	return str_contains( (string) $request->get_header( 'accept' ), TYPE ) && function_exists( 'curl_init' );
}

/**
 * Take a piece of the stream and cut off the events that are whole.
 *
 * What is not an event (a problem document has no blank line and no field) stays in the rest.
 *
 * @param string $buffer What was left over, and the new piece behind it.
 * @return array{string, string} Whole events with their blank lines, and the rest.
 */
function split_events( string $buffer ): array {
	$buffer = str_replace( "\r\n", "\n", $buffer );
	$end    = strrpos( $buffer, "\n\n" );
	if ( false === $end || ! preg_match( '/^(?:event|id|data|retry)?:/', ltrim( $buffer, "\n" ) ) ) {
		return array( '', $buffer );
	}
	return array( substr( $buffer, 0, $end + 2 ), substr( $buffer, $end + 2 ) );
}

/**
 * Answer a request whose response is marked as a stream.
 *
 * @param bool             $served  Whether somebody answered already.
 * @param WP_REST_Response $result  From the route; its data is what the service is asked.
 * @param WP_REST_Request  $request The editor's request.
 */
function serve( mixed $served, mixed $result, mixed $request ): bool {
	if ( $served || ! $result instanceof WP_REST_Response || TYPE !== ( $result->get_headers()['Content-Type'] ?? '' ) ) {
		return (bool) $served;
	}
	if ( '/veridict/v1/checks' !== $request->get_route() ) {
		return false;
	}
	nocache_headers();
	add_filter( 'rest_send_nocache_headers', '__return_false', PHP_INT_MAX ); // They would come after the first event.
	$fault = relay( (array) $result->get_data() );
	if ( null !== $fault && ! headers_sent() ) {
		$data = (array) $fault->get_error_data();
		status_header( (int) $data['status'] );
		header( 'Content-Type: application/json; charset=utf-8' );
		echo wp_json_encode( array( 'code' => $fault->get_error_code(), 'message' => $fault->get_error_message(), 'data' => $data ) );
	}
	return true;
}

/**
 * Ask for a page check and echo each event when it is whole.
 *
 * When the editor has gone away the connection to the service is closed. PHP's own way of ending there would
 * leave it open: it jumps out of curl without cleaning up.
 *
 * @param array<string, mixed> $body What the service is asked.
 * @return WP_Error|null What went wrong, if nothing was echoed.
 */
function relay( array $body ): ?WP_Error {
	while ( ob_get_level() > 0 ) {
		ob_end_clean();
	}
	$rest   = '';
	$echoed = false;
	$pass   = static function ( string $piece ) use ( &$rest, &$echoed ): void {
		list( $events, $rest ) = split_events( $rest . $piece );
		if ( '' !== $events ) {
			echo $events; // phpcs:ignore WordPress.Security.EscapeOutput -- events of JSON, not HTML.
			$echoed = true;
			flush();
		}
		if ( connection_aborted() ) {
			throw new RuntimeException( 'The editor has gone away.' );
		}
	};
	ignore_user_abort( true );
	add_action( 'requests-request.progress', $pass );
	try {
		$answer = wp_remote_request( Options\address() . '/v1/checks', Service\arguments( 'POST', $body, TYPE, Service\TIMEOUT_PAGE_S ) );
	} catch ( RuntimeException ) {
		return null;
	} finally {
		remove_action( 'requests-request.progress', $pass );
	}
	if ( $echoed ) {
		return null; // A stream without its summary broke off; the editor sees that it has none.
	}
	if ( is_wp_error( $answer ) ) {
		return Service\away( $answer );
	}
	$status = (int) wp_remote_retrieve_response_code( $answer );
	if ( $status < 400 ) {
		return Service\problem( 502, array( 'kind' => 'unreadable', 'detail' => 'HTTP ' . $status ) );
	}
	$read = json_decode( wp_remote_retrieve_body( $answer ), true );
	return Service\refused( $status, is_array( $read ) ? $read : array(), (string) wp_remote_retrieve_header( $answer, 'retry-after' ) );
}
