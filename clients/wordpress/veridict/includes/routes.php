<?php
/**
 * The plugin's own REST routes: everything the editor asks goes through here, so that the key stays on the server.
 *
 * @package Veridict
 */

declare( strict_types = 1 );

namespace Veridict\Routes;

use Veridict\Archive;
use Veridict\Review;
use Veridict\Service;
use Veridict\Stream;
use WP_Error;
use WP_Post;
use WP_REST_Request;
use WP_REST_Response;

defined( 'ABSPATH' ) || exit;

const BASE       = 'veridict/v1';
const CLAIM_MAX  = 1000;
const TEXT_MAX   = 200000;
const ID_PATTERN = '[A-Za-z0-9_-]{1,64}';

add_action( 'rest_api_init', __NAMESPACE__ . '\register' );

/**
 * Register the routes.
 */
function register(): void {
	$post = array( 'type' => 'integer', 'minimum' => 1 );
	$id   = array( 'type' => 'string', 'pattern' => '^' . ID_PATTERN . '$', 'required' => true );
	$text = words( 1, TEXT_MAX, true, '/[\x00-\x08\x0B-\x1F\x7F]/' ); // Its lines stay, and each character its place.
	add( '/verdicts', 'POST', 'post_verdict', 'may_ask', array( 'claim' => words( 3, CLAIM_MAX, true ), 'post' => $post ) );
	add( '/checks', 'POST', 'post_check', 'may_ask', array( 'text' => $text, 'title' => words( 0, CLAIM_MAX ), 'post' => $post ) );
	add( '/status', 'GET', 'get_status', 'may_manage' );
	add( '/posts/(?P<post>\d+)', 'GET', 'get_post_state', 'may_edit' );
	add( '/posts/(?P<post>\d+)/send', 'POST', 'post_send', 'may_publish' );
	add( '/posts/(?P<post>\d+)/claimreview', 'GET', 'get_draft', 'may_edit', array( 'verdict_id' => $id ) );
	add(
		'/posts/(?P<post>\d+)/reviews',
		'POST',
		'post_review',
		'may_sign',
		array(
			'verdict_id'     => $id,
			'claim_reviewed' => words( 3, CLAIM_MAX, true ),
			'rating'         => array( 'type' => 'integer', 'minimum' => 1, 'maximum' => 5, 'required' => true ),
			'rating_label'   => words( 1, 60, true ),
			'note'           => words( 0, CLAIM_MAX ) + array( 'default' => '' ),
			'claimant'       => words( 0, 200 ) + array( 'default' => '' ),
			'appearance'     => words( 0, 2000 ) + array( 'default' => '' ),
			'confirmed'      => array( 'type' => 'boolean', 'enum' => array( true ), 'required' => true ),
		)
	);
	add( '/posts/(?P<post>\d+)/reviews/(?P<review>' . ID_PATTERN . ')', 'DELETE', 'delete_review', 'may_sign' );
}

/**
 * Register one route.
 *
 * @param string               $path     Pattern below the base.
 * @param string               $method   HTTP method.
 * @param string               $callback Function of this file.
 * @param string               $may      Function of this file that says who may.
 * @param array<string, mixed> $args     Schema of the arguments.
 */
function add( string $path, string $method, string $callback, string $may, array $args = array() ): void {
	register_rest_route(
		BASE,
		$path,
		array(
			'methods'             => $method,
			'callback'            => __NAMESPACE__ . '\\' . $callback,
			'permission_callback' => __NAMESPACE__ . '\\' . $may,
			'args'                => $args,
		)
	);
}

/**
 * Schema of a plain text.
 *
 * @param int    $least    Fewest characters.
 * @param int    $most     Most characters.
 * @param bool   $required Whether it must be there.
 * @param string $blanks   Pattern of what becomes a blank; by default control characters and line breaks.
 * @return array<string, mixed>
 */
function words( int $least, int $most, bool $required = false, string $blanks = '/[\x00-\x1F\x7F]/' ): array {
	return array(
		'type'              => 'string',
		'minLength'         => $least,
		'maxLength'         => $most,
		'required'          => $required,
		'validate_callback' => 'rest_validate_request_arg', // Left out by WordPress where a sanitizer is given.
		'sanitize_callback' => static fn ( $value ): string => (string) preg_replace( $blanks, ' ', (string) $value ),
	);
}

/**
 * Who may ask: whoever may edit this post, or posts at all where none is named.
 *
 * @param WP_REST_Request $request The request.
 */
function may_ask( WP_REST_Request $request ): bool {
	return current_user_can( 'edit_posts' ) && ( ! $request['post'] || current_user_can( 'edit_post', (int) $request['post'] ) );
}

/**
 * Who may see a post's state.
 *
 * @param WP_REST_Request $request The request.
 */
function may_edit( WP_REST_Request $request ): bool {
	return current_user_can( 'edit_post', (int) $request['post'] );
}

/**
 * Who may send a post.
 *
 * @param WP_REST_Request $request The request.
 */
function may_publish( WP_REST_Request $request ): bool {
	return may_edit( $request ) && current_user_can( 'publish_post', (int) $request['post'] );
}

/**
 * Who may sign.
 *
 * @param WP_REST_Request $request The request.
 */
function may_sign( WP_REST_Request $request ): bool {
	return Review\may_sign( (int) $request['post'] );
}

/**
 * Who may see how the service is.
 */
function may_manage(): bool {
	return current_user_can( 'manage_options' );
}

/**
 * A verdict on one claim.
 *
 * @param WP_REST_Request $request claim.
 * @return array<mixed>|WP_Error
 */
function post_verdict( WP_REST_Request $request ): array|WP_Error {
	return body( Service\ask( 'POST', '/v1/verdicts', array( 'claim' => trim( $request['claim'] ) ) ) );
}

/**
 * Verdicts on each sentence of a text that is worth checking, as a stream or as JSON.
 *
 * @param WP_REST_Request $request text, title.
 * @return WP_REST_Response|array<mixed>|WP_Error
 */
function post_check( WP_REST_Request $request ): WP_REST_Response|array|WP_Error {
	$body = array( 'text' => $request['text'] );
	if ( '' !== trim( (string) $request['title'] ) ) {
		$body['title'] = trim( $request['title'] );
	}
	if ( Stream\is_wanted( $request ) ) {
		return new WP_REST_Response( $body, 200, array( 'Content-Type' => Stream\TYPE, 'X-Accel-Buffering' => 'no' ) );
	}
	return body( Service\ask( 'POST', '/v1/checks', $body, Service\TIMEOUT_PAGE_S ) );
}

/**
 * How the service is.
 *
 * @return array<mixed>|WP_Error
 */
function get_status(): array|WP_Error {
	$ready = Service\ask( 'GET', '/readyz' );
	return is_wp_error( $ready ) ? $ready : body( Service\ask( 'GET', '/version' ) );
}

/**
 * Where a post stands: in the archive, and with its reviews.
 *
 * @param WP_REST_Request $request post.
 * @return array<string, mixed>|WP_Error
 */
function get_post_state( WP_REST_Request $request ): array|WP_Error {
	$id = (int) $request['post'];
	if ( ! get_post( $id ) instanceof WP_Post ) {
		return not_there();
	}
	$archive = Archive\state( $id );
	unset( $archive['hash'] );
	return array( 'archive' => $archive, 'reviews' => Review\signed( $id ) );
}

/**
 * Send a post now.
 *
 * @param WP_REST_Request $request post.
 * @return array<string, mixed>|WP_Error
 */
function post_send( WP_REST_Request $request ): array|WP_Error {
	$id = (int) $request['post'];
	Archive\remember( $id, array( 'tries' => 0 ) );
	Archive\send( $id );
	return get_post_state( $request );
}

/**
 * The ClaimReview that a verdict would make, unsigned.
 *
 * @param WP_REST_Request $request verdict_id.
 * @return array<mixed>|WP_Error
 */
function get_draft( WP_REST_Request $request ): array|WP_Error {
	return body( Service\ask( 'GET', '/v1/verdicts/' . rawurlencode( $request['verdict_id'] ) . '/claimreview' ) );
}

/**
 * Sign a ClaimReview.
 *
 * @param WP_REST_Request $request The form.
 * @return array<string, mixed>|WP_Error The post's state.
 */
function post_review( WP_REST_Request $request ): array|WP_Error {
	$post = get_post( (int) $request['post'] );
	if ( ! $post instanceof WP_Post ) {
		return not_there();
	}
	$form = array( 'rating' => (int) $request['rating'] );
	foreach ( array( 'verdict_id', 'claim_reviewed', 'rating_label', 'note', 'claimant', 'appearance' ) as $field ) {
		$form[ $field ] = trim( (string) $request[ $field ] );
	}
	$kept = Review\sign( $post, wp_get_current_user(), $form );
	return is_wp_error( $kept ) ? $kept : get_post_state( $request );
}

/**
 * Take a signed ClaimReview out of the post.
 *
 * @param WP_REST_Request $request post, review.
 * @return array<string, mixed>|WP_Error The post's state.
 */
function delete_review( WP_REST_Request $request ): array|WP_Error {
	return Review\remove( (int) $request['post'], (string) $request['review'] ) ? get_post_state( $request ) : not_there();
}

/**
 * The body of an answer.
 *
 * @param array{status: int, body: array<mixed>}|WP_Error $answer From the service.
 * @return array<mixed>|WP_Error
 */
function body( array|WP_Error $answer ): array|WP_Error {
	return is_wp_error( $answer ) ? $answer : $answer['body'];
}

/**
 * Nothing there.
 */
function not_there(): WP_Error {
	return new WP_Error( 'veridict_not_found', __( 'There is no such thing.', 'veridict' ), array( 'status' => 404 ) );
}
