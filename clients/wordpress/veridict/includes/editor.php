<?php
/**
 * The block editor: loads the sidebar's modules, and nothing secret with them.
 *
 * @package Veridict
 */

declare( strict_types = 1 );

namespace Veridict\Editor;

use Veridict\Archive;
use Veridict\Options;

defined( 'ABSPATH' ) || exit;

const HANDLE = 'veridict-editor';

const NEEDED = array(
	'wp-a11y',
	'wp-api-fetch',
	'wp-block-editor',
	'wp-blocks',
	'wp-components',
	'wp-data',
	'wp-dom-ready',
	'wp-edit-post',
	'wp-element',
	'wp-i18n',
	'wp-plugins',
	'wp-rich-text',
);

add_action( 'enqueue_block_editor_assets', __NAMESPACE__ . '\enqueue' );
add_filter( 'script_loader_tag', __NAMESPACE__ . '\as_module', 10, 2 );
add_action( 'wp_enqueue_scripts', __NAMESPACE__ . '\style_notes' );

/**
 * Load the sidebar where posts of the archive's kinds are edited.
 */
function enqueue(): void {
	$screen = get_current_screen();
	if ( null === $screen || 'post' !== $screen->base || ! in_array( $screen->post_type, Archive\types(), true ) ) {
		return;
	}
	wp_enqueue_script( HANDLE, plugins_url( 'js/main.js', \Veridict\FILE ), NEEDED, \Veridict\VERSION, true );
	wp_set_script_translations( HANDLE, 'veridict', plugin_dir_path( \Veridict\FILE ) . 'languages' );
	wp_add_inline_script( HANDLE, 'window.veridictEditor = ' . wp_json_encode( facts(), JSON_HEX_TAG ) . ';', 'before' );
	wp_enqueue_style( 'veridict-panel', plugins_url( 'js/panel/panel.css', \Veridict\FILE ), array(), \Veridict\VERSION );
	wp_enqueue_style( HANDLE, plugins_url( 'css/editor.css', \Veridict\FILE ), array( 'wp-components', 'veridict-panel' ), \Veridict\VERSION );
}

/**
 * What the sidebar is told.
 *
 * @return array<string, mixed>
 */
function facts(): array {
	return array(
		'live'     => (bool) Options\all()['live'],
		'send'     => (bool) Options\all()['send'],
		'maySign'  => current_user_can( (string) apply_filters( 'veridict_sign_capability', 'edit_others_posts' ) ),
		'user'     => wp_get_current_user()->display_name,
		'settings' => current_user_can( 'manage_options' ) ? admin_url( 'options-general.php?page=veridict' ) : null,
	);
}

/**
 * The sidebar is written in modules; WordPress has to be told so.
 *
 * @param string $tag    The script with what goes before and after it.
 * @param string $handle Its name.
 */
function as_module( string $tag, string $handle ): string {
	if ( HANDLE !== $handle ) {
		return $tag;
	}
	return (string) preg_replace( '#<script(?: type=(["\'])text/javascript\1)?(?=[^>]*\bsrc=)#', '<script type="module"', $tag );
}

/**
 * The look of references and notes on the site, where a post has them.
 */
function style_notes(): void {
	if ( is_singular() && str_contains( (string) get_post_field( 'post_content', get_queried_object_id() ), 'veridict-' ) ) {
		wp_enqueue_style( 'veridict-notes', plugins_url( 'css/notes.css', \Veridict\FILE ), array(), \Veridict\VERSION );
	}
}
