<?php
/**
 * Posts on their way into the archive: sent on publishing and on each update, withdrawn when no longer public.
 *
 * What does not go through is tried again by wp-cron; the editor is told (js/archive.js).
 *
 * @package Veridict
 */

declare( strict_types = 1 );

namespace Veridict\Archive;

use Veridict\Article;
use Veridict\Options;
use Veridict\Service;
use WP_Error;
use WP_Post;

defined( 'ABSPATH' ) || exit;

const META          = '_veridict_archive';
const SEND_EVENT    = 'veridict_send';
const WITHDRAW_HOOK = 'veridict_withdraw';

/** Seconds before each further try; after the last the post waits for a person. */
const DELAYS_S = array( 60, 300, 1800, 7200, 21600, 43200, 86400, 86400 );

add_action( 'init', __NAMESPACE__ . '\register_agency' );
add_action( 'wp_after_insert_post', __NAMESPACE__ . '\on_save', 10, 2 );
add_action( 'before_delete_post', __NAMESPACE__ . '\on_delete' );
add_action( SEND_EVENT, __NAMESPACE__ . '\send' );
add_action( WITHDRAW_HOOK, __NAMESPACE__ . '\withdraw', 10, 2 );

/**
 * The kinds of post that go into the archive.
 *
 * @return string[]
 */
function types(): array {
	/**
	 * Filters which kinds of post are sent to the archive.
	 *
	 * @param string[] $types Default: posts alone.
	 */
	return (array) apply_filters( 'veridict_post_types', array( 'post' ) );
}

/**
 * The news agency of a post, set in the sidebar: reprints of one agency count as one source.
 */
function register_agency(): void {
	foreach ( types() as $type ) {
		register_post_meta(
			$type,
			Article\AGENCY_META,
			array(
				'type'              => 'string',
				'single'            => true,
				'show_in_rest'      => true,
				'sanitize_callback' => 'sanitize_text_field',
				'auth_callback'     => static fn ( $allowed, $key, $post ): bool => current_user_can( 'edit_post', (int) $post ),
			)
		);
	}
}

/**
 * What is known of a post in the archive.
 *
 * @param int $id Post.
 * @return array{state: string, article_id: string, version: int, url: string, hash: string, sent_at: string, tries: int, next_at: int, problem: string}
 *         state: none, sent, waiting, refused or withdrawn.
 */
function state( int $id ): array {
	$none   = array(
		'state'      => 'none',
		'article_id' => '',
		'version'    => 0,
		'url'        => '',
		'hash'       => '',
		'sent_at'    => '',
		'tries'      => 0,
		'next_at'    => 0,
		'problem'    => '',
	);
	$stored = get_post_meta( $id, META, true );
	return array_merge( $none, is_array( $stored ) ? array_intersect_key( $stored, $none ) : array() );
}

/**
 * Keep what changed.
 *
 * @param int                  $id      Post.
 * @param array<string, mixed> $changes Fields of `state()`.
 */
function remember( int $id, array $changes ): void {
	update_post_meta( $id, META, wp_slash( array_merge( state( $id ), $changes ) ) );
}

/**
 * Whether everybody can read a post, and it is of a kind that the archive takes.
 *
 * @param WP_Post $post Any post.
 */
function is_public( WP_Post $post ): bool {
	return in_array( $post->post_type, types(), true ) && 'publish' === $post->post_status && '' === $post->post_password;
}

/**
 * After a post is saved with its terms and fields: send it, or take it out again.
 *
 * @param int     $id   Post.
 * @param WP_Post $post The post as it is now.
 */
function on_save( int $id, WP_Post $post ): void {
	if ( ! Options\all()['send'] || wp_is_post_revision( $post ) || wp_is_post_autosave( $post ) ) {
		return;
	}
	if ( is_public( $post ) ) {
		send( $id );
	} elseif ( in_array( $post->post_type, types(), true ) && 'none' !== state( $id )['state'] ) {
		on_delete( $id );
	}
}

/**
 * A post that is gone, or no longer public, is no evidence any more.
 *
 * @param int $id Post.
 */
function on_delete( int $id ): void {
	wp_clear_scheduled_hook( SEND_EVENT, array( $id ) );
	$article = state( $id )['article_id'];
	if ( 'none' !== state( $id )['state'] ) {
		remember( $id, array( 'state' => 'withdrawn', 'article_id' => '', 'hash' => '', 'problem' => '', 'tries' => 0, 'next_at' => 0 ) );
	}
	if ( '' !== $article ) {
		withdraw( $article );
	}
}

/**
 * Send a post to the archive. The same address with new words is a new version of the same article.
 *
 * @param int $id Post.
 */
function send( int $id ): void {
	$post = get_post( $id );
	if ( ! $post instanceof WP_Post || ! is_public( $post ) ) {
		return;
	}
	$article = Article\from_post( $post );
	$hash    = hash( 'sha256', (string) wp_json_encode( $article ) );
	$before  = state( $id );
	if ( '' === $article['text'] || ( 'sent' === $before['state'] && $hash === $before['hash'] ) ) {
		return;
	}
	wp_clear_scheduled_hook( SEND_EVENT, array( $id ) );
	$answer = Service\ask( 'POST', '/v1/articles', $article );
	if ( is_wp_error( $answer ) ) {
		put_off( $id, $answer );
		return;
	}
	$new = (string) ( $answer['body']['id'] ?? '' );
	remember(
		$id,
		array(
			'state'      => 'sent',
			'article_id' => $new,
			'version'    => (int) ( $answer['body']['version'] ?? 1 ),
			'url'        => $article['url'],
			'hash'       => $hash,
			'sent_at'    => gmdate( 'Y-m-d\TH:i:s\Z' ),
			'tries'      => 0,
			'next_at'    => 0,
			'problem'    => '',
		)
	);
	if ( '' !== $before['article_id'] && $before['article_id'] !== $new ) {
		withdraw( $before['article_id'] ); // The post moved to another address: its old one is no article any more.
	}
}

/**
 * Note a failure, and set the next try where one may help.
 *
 * @param int      $id    Post.
 * @param WP_Error $fault From the service.
 */
function put_off( int $id, WP_Error $fault ): void {
	$tries = (int) state( $id )['tries'];
	$again = Service\may_retry( $fault ) && $tries < count( DELAYS_S );
	$next  = $again ? time() + next_delay( $fault, $tries ) : 0;
	if ( $again ) {
		wp_schedule_single_event( $next, SEND_EVENT, array( $id ) );
	}
	remember(
		$id,
		array(
			'state'   => $again ? 'waiting' : 'refused',
			'tries'   => $tries + 1,
			'next_at' => $next,
			'problem' => $fault->get_error_message(),
		)
	);
}

/**
 * Seconds until the next try: what the service asks for, but no less than is our habit.
 *
 * @param WP_Error $fault From the service.
 * @param int      $tries How many failed before.
 */
function next_delay( WP_Error $fault, int $tries ): int {
	$asked = (int) ( Service\problem_of( $fault )['retry_after_s'] ?? 0 );
	return max( DELAYS_S[ min( $tries, count( DELAYS_S ) - 1 ) ], min( $asked, DAY_IN_SECONDS ) );
}

/**
 * Take an article out of the archive; one that is not there any more is out.
 *
 * @param string $article The service's id.
 * @param int    $tries   How many failed before.
 */
function withdraw( string $article, int $tries = 0 ): void {
	$answer = Service\ask( 'DELETE', '/v1/articles/' . rawurlencode( $article ) );
	if ( is_wp_error( $answer ) && Service\may_retry( $answer ) && $tries < count( DELAYS_S ) ) {
		wp_schedule_single_event( time() + next_delay( $answer, $tries ), WITHDRAW_HOOK, array( $article, $tries + 1 ) );
	}
}

/**
 * Forget the tries that are set: on deactivation.
 */
function unschedule(): void {
	wp_unschedule_hook( SEND_EVENT );
	wp_unschedule_hook( WITHDRAW_HOOK );
}
