<?php
/**
 * The backlog: on the list of posts, how many did not reach the archive.
 *
 * @package Veridict
 */

declare( strict_types = 1 );

namespace Veridict\Backlog;

use Veridict\Archive;

defined( 'ABSPATH' ) || exit;

add_action( 'admin_notices', __NAMESPACE__ . '\print_notice' );

/**
 * Say it where there is something to say, to those who may mend it.
 */
function print_notice(): void {
	$screen = get_current_screen();
	if ( null === $screen || 'edit' !== $screen->base || ! in_array( $screen->post_type, Archive\types(), true ) || ! current_user_can( 'edit_others_posts' ) ) {
		return;
	}
	$stuck = count( stuck() );
	if ( 0 === $stuck ) {
		return;
	}
	printf(
		'<div class="notice notice-warning"><p>%s</p></div>',
		esc_html(
			sprintf(
				/* translators: %d: number of posts. */
				_n( '%d post did not reach the Veridict archive yet.', '%d posts did not reach the Veridict archive yet.', $stuck, 'veridict' ),
				$stuck
			)
		)
	);
}

/**
 * Posts that wait to be sent or were refused.
 *
 * @return int[]
 */
function stuck(): array {
	$found = get_posts(
		array(
			'post_type'   => Archive\types(),
			'post_status' => 'publish',
			'fields'      => 'ids',
			'numberposts' => 100,
			'meta_query'  => array( // phpcs:ignore WordPress.DB.SlowDBQuery -- on one admin page, with a limit.
				'relation' => 'OR',
				array( 'key' => Archive\META, 'value' => '"state";s:7:"waiting"', 'compare' => 'LIKE' ),
				array( 'key' => Archive\META, 'value' => '"state";s:7:"refused"', 'compare' => 'LIKE' ),
			),
		)
	);
	return array_map( 'intval', $found );
}
