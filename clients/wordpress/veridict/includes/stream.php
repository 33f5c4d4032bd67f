<?php
/**
 * A page check as it streams: the service's events, handed on to the editor as they come.
 *
 * @package Veridict
 */

declare( strict_types = 1 );

namespace Veridict\Stream;

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
 * When the editor has gone away the connection to the service is closed, by the one way that curl has for it: its
 * progress function says so. PHP's own way of ending, or an exception, would leave the service at work.
 *
 * @param array<string, mixed> $body What the service is asked.
 * @return WP_Error|null What went wrong, if nothing was echoed.
 */
function relay( array $body ): ?WP_Error {
	while ( ob_get_level() > 0 ) {
		ob_end_clean();
	}
	ignore_user_abort( true );
	$rest   = '';
	$last_s = 0.0; // When something was echoed last.
	$pass   = static function ( string $piece ) use ( &$rest, &$last_s ): void {
		list( $events, $rest ) = split_events( $rest . $piece );
		if ( '' !== $events ) {
			say( $events );
			$last_s = microtime( true );
		}
	};
	$watch  = static function () use ( &$last_s ): int {
		if ( 0.0 !== $last_s && microtime( true ) - $last_s > 1 ) {
			say( ":\n\n" ); // A comment: only who writes learns that nobody reads.
			$last_s = microtime( true );
		}
		return connection_aborted() ? 1 : 0;
	};
	$listen = static fn ( $handle ) => curl_setopt_array( $handle, array( CURLOPT_NOPROGRESS => false, CURLOPT_XFERINFOFUNCTION => $watch ) );
	add_action( 'http_api_curl', $listen );
	add_action( 'requests-request.progress', $pass );
	$answer = wp_remote_request( Options\address() . '/v1/checks', Service\arguments( 'POST', $body, TYPE, Service\TIMEOUT_PAGE_S ) );
	remove_action( 'requests-request.progress', $pass );
	remove_action( 'http_api_curl', $listen );
	return 0.0 !== $last_s ? null : fault_of( $answer ); // A stream that broke off has no summary: the editor sees it.
}

/**
 * Echo a piece of the stream at once.
 *
 * @param string $events Events, JSON inside; not HTML.
 */
function say( string $events ): void {
	echo $events; // phpcs:ignore WordPress.Security.EscapeOutput
	flush();
}

/**
 * Why there was no stream.
 *
 * @param array<string, mixed>|WP_Error $answer From WordPress.
 */
function fault_of( array|WP_Error $answer ): WP_Error {
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
