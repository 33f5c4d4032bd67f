"""What the shell's commands do, one module a command; `app.cli` reads their arguments."""
