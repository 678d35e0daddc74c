// Signs out, here and at the provider, then goes on to the page that the answer names.
const button = document.querySelector("button[data-logout]");
button?.addEventListener("click", async () => {
  button.disabled = true;
  try {
    const answer = await fetch(button.dataset.logout, {
      method: "POST",
      headers: { "X-Harbor-CSRF": button.dataset.csrf },
    });
    if (answer.ok) {
      location.assign((await answer.json()).next);
    } else {
      // somebody else has signed in, or nobody has any more: show who it is
      location.reload();
    }
  } catch {
    button.disabled = false;
  }
});
