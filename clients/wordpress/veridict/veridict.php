<?php
/**
 * Plugin Name:       Veridict
 * Description:       Checks sentences against your newsroom's own archive while you write, cites what was published, and sends what you publish to the archive.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      8.2
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       veridict
 * Domain Path:       /languages
 *
 * @package Veridict
 */

declare( strict_types = 1 );

namespace Veridict;

defined( 'ABSPATH' ) || exit;

const VERSION = '0.1.0';
const FILE    = __FILE__;

require_once __DIR__ . '/includes/options.php';
require_once __DIR__ . '/includes/service.php';
require_once __DIR__ . '/includes/stream.php';
require_once __DIR__ . '/includes/article.php';
require_once __DIR__ . '/includes/archive.php';
require_once __DIR__ . '/includes/backlog.php';
require_once __DIR__ . '/includes/review.php';
require_once __DIR__ . '/includes/routes.php';
require_once __DIR__ . '/includes/editor.php';
require_once __DIR__ . '/includes/settings-page.php';

register_activation_hook( __FILE__, 'Veridict\Options\create' );
register_deactivation_hook( __FILE__, 'Veridict\Archive\unschedule' );

add_action( 'init', 'Veridict\load_languages' );

/**
 * Load the translations that lie beside the plugin.
 */
function load_languages(): void {
	load_plugin_textdomain( 'veridict', false, dirname( plugin_basename( __FILE__ ) ) . '/languages' );
}
