/** What a form's action answers: messages by field name, and one for the whole. */
export interface FormState {
  fields?: Record<string, string>;
  message?: string;
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function isControl(node: unknown): node is Control {
  return node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement;
}

export function wrongControls(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(isControl).filter((control) => control.willValidate && !control.validity.valid);
}

/** The name that an error of this control goes by; a combobox's text stands for its hidden value. */
export function errorNameOf(control: Control): string {
  return control.dataset.errorOf ?? control.name;
}
