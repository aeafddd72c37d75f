/** systemctl with the rights of root, as root or through sudo without a password. */
export function systemctl(verb: "restart" | "reload"): string {
  return scripts[verb];
}

const scripts = {
  restart: `
if [ "$(id -u)" -eq 0 ]; then systemctl restart -- "$DEVPILOT_SERVICE"
else sudo -n systemctl restart -- "$DEVPILOT_SERVICE"; fi
`,
  reload: `
if [ "$(id -u)" -eq 0 ]; then systemctl reload -- "$DEVPILOT_SERVICE"
else sudo -n systemctl reload -- "$DEVPILOT_SERVICE"; fi
`,
} as const;
