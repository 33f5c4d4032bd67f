<?php
/**
 * ClaimReview: drafted from a verdict, signed by an editor, printed in the head of the post. Never automatic.
 *
 * @package Veridict
 */

declare( strict_types = 1 );

namespace Veridict\Review;

use Veridict\Article;
use Veridict\Options;
use Veridict\Service;
use WP_Error;
use WP_Post;
use WP_User;

defined( 'ABSPATH' ) || exit;

const META = '_veridict_reviews';

add_action( 'wp_head', __NAMESPACE__ . '\print_signed' );

/**
 * Whether somebody may sign in the newsroom's name for a post.
 *
 * @param int $post_id Post.
 */
function may_sign( int $post_id ): bool {
	/**
	 * Filters the capability that signing needs beside editing the post.
	 *
	 * @param string $capability Default: what editors have and authors have not.
	 */
	$capability = (string) apply_filters( 'veridict_sign_capability', 'edit_others_posts' );
	return current_user_can( 'edit_post', $post_id ) && current_user_can( $capability );
}

/**
 * The signed reviews of a post, oldest first.
 *
 * @param int $post_id Post.
 * @return array<int, array{id: string, verdict_id: string, claim: string, label: string, signed_by: string, signed_at: string, document: array<mixed>}>
 */
function signed( int $post_id ): array {
	$stored = get_post_meta( $post_id, META, true );
	return is_array( $stored ) ? array_values( $stored ) : array();
}

/**
 * Sign a review: the service keeps it, the post carries it.
 *
 * @param WP_Post              $post   A published post.
 * @param WP_User              $editor Who signs.
 * @param array<string, mixed> $form   verdict_id, claim_reviewed, rating, rating_label, note, claimant, appearance;
 *                                     checked by the route, "" where left empty.
 * @return array<mixed>|WP_Error The review as it was kept.
 */
function sign( WP_Post $post, WP_User $editor, array $form ): array|WP_Error {
	if ( 'publish' !== $post->post_status ) {
		return new WP_Error( 'veridict_unpublished', __( 'Publish the post first: a ClaimReview carries its address.', 'veridict' ), array( 'status' => 409 ) );
	}
	$review = Service\ask( 'POST', '/v1/reviews', request( $post, $editor, $form ) );
	if ( is_wp_error( $review ) ) {
		return $review;
	}
	$id       = (string) ( $review['body']['id'] ?? '' );
	$document = Service\ask( 'GET', '/v1/verdicts/' . rawurlencode( $form['verdict_id'] ) . '/claimreview?review=' . rawurlencode( $id ) );
	if ( is_wp_error( $document ) ) {
		return $document;
	}
	$kept = array(
		'id'         => $id,
		'verdict_id' => (string) $form['verdict_id'],
		'claim'      => (string) $form['claim_reviewed'],
		'label'      => (string) $form['rating_label'],
		'signed_by'  => $editor->display_name,
		'signed_at'  => gmdate( 'Y-m-d\TH:i:s\Z' ),
		'document'   => $document['body'],
	);
	update_post_meta( $post->ID, META, wp_slash( array_merge( signed( $post->ID ), array( $kept ) ) ) );
	return $kept;
}

/**
 * What the service is asked to keep.
 *
 * @param WP_Post              $post   The post that carries the review.
 * @param WP_User              $editor Who signs.
 * @param array<string, mixed> $form   As in `sign()`.
 * @return array<string, mixed>
 */
function request( WP_Post $post, WP_User $editor, array $form ): array {
	$author = array( 'name' => $editor->display_name );
	if ( '' !== $editor->user_url ) {
		$author['url'] = $editor->user_url;
	}
	$body = array(
		'verdict_id'     => $form['verdict_id'],
		'author'         => $author,
		'publisher'      => array( 'name' => Options\publisher(), 'url' => home_url( '/' ) ),
		'claim_reviewed' => $form['claim_reviewed'],
		'rating'         => $form['rating'],
		'rating_label'   => $form['rating_label'],
		'url'            => (string) get_permalink( $post ),
		'title'          => mb_substr( Article\plain( $post->post_title ), 0, 200 ),
		'language'       => Article\language(),
		'note'           => $form['note'],
		'appearance'     => $form['appearance'],
		'claimant'       => '' === $form['claimant'] ? '' : array( 'name' => $form['claimant'] ),
	);
	return array_filter( $body, static fn ( $value ): bool => '' !== $value );
}

/**
 * Take a review out of a post's head. The service keeps its record of what was signed.
 *
 * @param int    $post_id Post.
 * @param string $id      Review.
 * @return bool Whether it was there.
 */
function remove( int $post_id, string $id ): bool {
	$before = signed( $post_id );
	$after  = array_values( array_filter( $before, static fn ( array $review ): bool => $review['id'] !== $id ) );
	update_post_meta( $post_id, META, wp_slash( $after ) );
	return count( $after ) < count( $before );
}

/**
 * Print a post's signed reviews into its head.
 */
function print_signed(): void {
	$post = is_singular() ? get_queried_object() : null;
	if ( ! $post instanceof WP_Post || 'publish' !== $post->post_status || post_password_required( $post ) ) {
		return;
	}
	foreach ( signed( $post->ID ) as $review ) {
		// JSON_HEX_TAG: no word of a claim can close the element.
		$json = wp_json_encode( $review['document'], JSON_HEX_TAG | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
		echo '<script type="application/ld+json" class="veridict-claimreview">' . $json . "</script>\n"; // phpcs:ignore WordPress.Security.EscapeOutput
	}
}
