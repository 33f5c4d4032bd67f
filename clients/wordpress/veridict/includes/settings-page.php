<?php
/**
 * Settings › Veridict: address, key and habits. The key is never printed, only whether there is one.
 *
 * @package Veridict
 */

declare( strict_types = 1 );

namespace Veridict\SettingsPage;

use Veridict\Options;

defined( 'ABSPATH' ) || exit;

const PAGE = 'veridict';

add_action( 'admin_menu', __NAMESPACE__ . '\add_page' );
add_action( 'admin_init', __NAMESPACE__ . '\register' );
add_action( 'admin_enqueue_scripts', __NAMESPACE__ . '\enqueue' );
add_filter( 'plugin_action_links_' . plugin_basename( \Veridict\FILE ), __NAMESPACE__ . '\add_link' );

/**
 * Add the page to the menu.
 */
function add_page(): void {
	add_options_page( __( 'Veridict', 'veridict' ), __( 'Veridict', 'veridict' ), 'manage_options', PAGE, __NAMESPACE__ . '\print_page' );
}

/**
 * Register what the form stores; WordPress checks the nonce and the capability of options.php.
 */
function register(): void {
	register_setting( PAGE, Options\NAME, array( 'type' => 'object', 'sanitize_callback' => 'Veridict\Options\sanitize' ) );
	register_setting( PAGE, Options\SECRET, array( 'type' => 'object', 'sanitize_callback' => 'Veridict\Options\sanitize_secret' ) );
	add_settings_section( 'service', __( 'The service', 'veridict' ), '__return_null', PAGE );
	add_settings_field( 'address', __( 'Address', 'veridict' ), __NAMESPACE__ . '\print_address', PAGE, 'service', array( 'label_for' => 'veridict-address' ) );
	add_settings_field( 'key', __( 'Key', 'veridict' ), __NAMESPACE__ . '\print_key', PAGE, 'service', array( 'label_for' => 'veridict-key' ) );
	add_settings_section( 'habits', __( 'In the newsroom', 'veridict' ), '__return_null', PAGE );
	add_settings_field( 'publisher', __( 'Outlet', 'veridict' ), __NAMESPACE__ . '\print_publisher', PAGE, 'habits', array( 'label_for' => 'veridict-publisher' ) );
	add_settings_field( 'send', __( 'Archive', 'veridict' ), __NAMESPACE__ . '\print_send', PAGE, 'habits' );
	add_settings_field( 'live', __( 'Editor', 'veridict' ), __NAMESPACE__ . '\print_live', PAGE, 'habits' );
}

/**
 * Load the script behind "Test the connection".
 *
 * @param string $hook The page's name.
 */
function enqueue( string $hook ): void {
	if ( 'settings_page_' . PAGE === $hook ) {
		wp_enqueue_script( 'veridict-settings', plugins_url( 'js/settings.js', \Veridict\FILE ), array( 'wp-api-fetch', 'wp-i18n' ), \Veridict\VERSION, true );
		wp_set_script_translations( 'veridict-settings', 'veridict', plugin_dir_path( \Veridict\FILE ) . 'languages' );
	}
}

/**
 * Link the page from the list of plugins.
 *
 * @param string[] $links Links of the plugin.
 * @return string[]
 */
function add_link( array $links ): array {
	$link = sprintf( '<a href="%s">%s</a>', esc_url( admin_url( 'options-general.php?page=' . PAGE ) ), esc_html__( 'Settings', 'veridict' ) );
	return array_merge( array( $link ), $links );
}

/**
 * Print the page.
 */
function print_page(): void {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	echo '<div class="wrap"><h1>' . esc_html( get_admin_page_title() ) . '</h1><form method="post" action="options.php">';
	settings_fields( PAGE );
	do_settings_sections( PAGE );
	submit_button();
	echo '</form><h2>' . esc_html__( 'Connection', 'veridict' ) . '</h2>';
	echo '<p><button type="button" class="button" id="veridict-test">' . esc_html__( 'Test the connection', 'veridict' ) . '</button> ';
	echo '<span id="veridict-test-result" role="status"></span></p></div>';
}

/**
 * Print the field of the address.
 */
function print_address(): void {
	$fixed = defined( 'VERIDICT_ADDRESS' );
	printf(
		'<input type="url" class="regular-text code" id="veridict-address" name="veridict[address]" value="%s" required%s>',
		esc_attr( Options\address() ),
		$fixed ? ' readonly' : ''
	);
	print_help( $fixed ? __( 'Set in wp-config.php.', 'veridict' ) : __( 'Where Veridict answers, as seen from this server.', 'veridict' ) );
}

/**
 * Print the field of the key: empty, whatever is stored.
 */
function print_key(): void {
	$fixed = defined( 'VERIDICT_KEY' );
	$isset = '' !== Options\key();
	if ( ! $fixed ) {
		echo '<input type="password" class="regular-text code" id="veridict-key" name="veridict_secret[new]" value="" autocomplete="off" spellcheck="false">';
	}
	if ( $isset && ! $fixed ) {
		echo ' <label><input type="checkbox" name="veridict_secret[forget]" value="1"> ' . esc_html__( 'Forget the key', 'veridict' ) . '</label>';
	}
	$state = $isset ? __( 'A key is set.', 'veridict' ) : __( 'No key is set: the archive takes no articles without one.', 'veridict' );
	$where = $fixed ? __( 'It stands in wp-config.php.', 'veridict' ) : __( 'It is stored on this server and never shown again. Leave the field empty to keep it.', 'veridict' );
	print_help( $state . ' ' . $where );
}

/**
 * Print the field of the outlet.
 */
function print_publisher(): void {
	printf(
		'<input type="text" class="regular-text" id="veridict-publisher" name="veridict[publisher]" value="%s" placeholder="%s">',
		esc_attr( (string) Options\all()['publisher'] ),
		esc_attr( Options\publisher() )
	);
	print_help( __( 'The name of your outlet in the archive. Empty: the title of this site.', 'veridict' ) );
}

/**
 * Print the box for sending.
 */
function print_send(): void {
	print_box( 'send', __( 'Send posts to the archive when they are published or updated, and take them out when they are withdrawn', 'veridict' ) );
}

/**
 * Print the box for checking while writing.
 */
function print_live(): void {
	print_box( 'live', __( 'Check drafts while they are written, unless the editor says otherwise', 'veridict' ) );
}

/**
 * Print a box.
 *
 * @param string $name  Option.
 * @param string $label What it does.
 */
function print_box( string $name, string $label ): void {
	printf(
		'<label><input type="checkbox" name="veridict[%1$s]" value="1"%2$s> %3$s</label>',
		esc_attr( $name ),
		checked( Options\all()[ $name ], true, false ),
		esc_html( $label )
	);
}

/**
 * Print what a field is for.
 *
 * @param string $text Plain text.
 */
function print_help( string $text ): void {
	echo '<p class="description">' . esc_html( $text ) . '</p>';
}
