/** The id of the field that holds what is typed but not yet given. */
let field: string | null = null;

const idOf = ({ target }: Event) => (target instanceof Element ? target.id : null);

// Before the page's own handlers, so that what they draw knows.
document.addEventListener('input', event => (field = idOf(event)), { capture: true });
for (const end of ['change', 'focusout']) document.addEventListener(end, () => (field = null), { capture: true });

/** Whether the person is typing in a field, so that its text must not be replaced by what arrives meanwhile. */
export const isTyping = (id: string): boolean => field === id;
