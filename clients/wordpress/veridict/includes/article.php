<?php
/**
 * Post to article: what the archive is sent of a post.
 *
 * @package Veridict
 */

declare( strict_types = 1 );

namespace Veridict\Article;

use Veridict\Options;
use WP_Post;

defined( 'ABSPATH' ) || exit;

const AGENCY_META = 'veridict_agency';
const NOTE_CLASS  = 'veridict-note';

/** Blocks that are not the article's own words: lists of other posts, forms, code, quoted notes, shared boilerplate. */
const LEFT_OUT = array(
	'core/archives',
	'core/block',
	'core/calendar',
	'core/categories',
	'core/code',
	'core/footnotes',
	'core/html',
	'core/latest-comments',
	'core/latest-posts',
	'core/query',
	'core/rss',
	'core/search',
	'core/shortcode',
	'core/tag-cloud',
);

/**
 * Write a post as the service's ArticleIn.
 *
 * @param WP_Post $post A published post.
 * @return array<string, string|null> The text is "" for a post without words.
 */
function from_post( WP_Post $post ): array {
	$author = get_the_author_meta( 'display_name', (int) $post->post_author );
	$agency = trim( (string) get_post_meta( $post->ID, AGENCY_META, true ) );
	return array(
		'title'        => plain( $post->post_title ),
		'text'         => text( $post->post_content ),
		'publisher'    => Options\publisher(),
		'url'          => (string) get_permalink( $post ),
		'author'       => '' !== $author ? $author : null,
		'agency'       => '' !== $agency ? $agency : null,
		'published_at' => (string) get_post_time( 'Y-m-d\TH:i:s\Z', true, $post ),
		'language'     => language(),
	);
}

/**
 * The language of the site, without its region.
 */
function language(): string {
	return strtolower( explode( '_', get_locale() )[0] );
}

/**
 * The words of a post, paragraphs parted by a blank line.
 *
 * Citations that the plugin put there are left out: quoted words are the other article's evidence, not this one's.
 *
 * @param string $content The post's content as it is stored.
 */
function text( string $content ): string {
	$html = serialize_blocks( without_notes( parse_blocks( $content ) ) );
	$html = (string) preg_replace( '#<sup\b[^>]*\bclass="[^"]*\b(?:veridict-ref|fn)\b[^"]*"[^>]*>.*?</sup>#s', '', $html );
	$html = (string) preg_replace( '#<!--.*?-->|<(script|style)\b.*?</\1>#s', '', strip_shortcodes( wpautop( $html, false ) ) );
	$html = (string) preg_replace( '#<br\s*/?>#i', "\n", $html );
	$html = (string) preg_replace( '#</?(?:p|div|h[1-6]|li|ul|ol|blockquote|figure|figcaption|table|tr|pre|hr|section)\b[^>]*>#i', "\n\n", $html );
	$html = (string) preg_replace( '#</t[dh]>#i', "\t", $html );
	return plain( $html );
}

/**
 * Leave out what is not the article's own words.
 *
 * @param array<int, array<string, mixed>> $blocks Parsed blocks.
 * @return array<int, array<string, mixed>>
 */
function without_notes( array $blocks ): array {
	$kept = array();
	foreach ( $blocks as $block ) {
		$classes = explode( ' ', (string) ( $block['attrs']['className'] ?? '' ) );
		if ( in_array( $block['blockName'], LEFT_OUT, true ) || in_array( NOTE_CLASS, $classes, true ) ) {
			continue;
		}
		if ( $block['innerBlocks'] ) {
			$block = with_inner( $block );
		}
		$kept[] = $block;
	}
	return $kept;
}

/**
 * Clean the blocks inside a block; each null in its content stands for one of them.
 *
 * @param array<string, mixed> $block A parsed block with blocks inside.
 * @return array<string, mixed>
 */
function with_inner( array $block ): array {
	$inner   = array();
	$content = array();
	$index   = 0;
	foreach ( $block['innerContent'] as $piece ) {
		if ( null !== $piece ) {
			$content[] = $piece;
			continue;
		}
		foreach ( without_notes( array( $block['innerBlocks'][ $index++ ] ) ) as $kept ) {
			$inner[]   = $kept;
			$content[] = null;
		}
	}
	return array_merge( $block, array( 'innerBlocks' => $inner, 'innerContent' => $content ) );
}

/**
 * HTML to plain text: no tags, no entities, no control characters, no trailing blanks.
 *
 * @param string $html Any HTML.
 */
function plain( string $html ): string {
	$text = html_entity_decode( wp_strip_all_tags( $html ), ENT_QUOTES | ENT_HTML5, 'UTF-8' );
	$text = (string) preg_replace( '/[\x00-\x08\x0B-\x1F\x7F]/', '', $text );
	$text = (string) preg_replace( '/[ \t\x{A0}]+/u', ' ', $text );
	$text = (string) preg_replace( '/ ?\n ?/', "\n", $text );
	return trim( (string) preg_replace( '/\n{3,}/', "\n\n", $text ) );
}
