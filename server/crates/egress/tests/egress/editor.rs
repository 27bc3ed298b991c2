use std::{sync::Arc, time::Duration};

use egress::{EditorPush, EndpointSettings, Outgoing, Provider, SendError};
use redact::{Known, PublicWords, Redactor};
use tokio_util::sync::CancellationToken;

use crate::{gate, outgoing, send, settings};

fn editor() -> Provider {
    Provider::Editor { id: "copilot/x".into(), name: "Some Model".into(), max_input_tokens: Some(50) }
}

#[tokio::test]
async fn the_shell_sends_and_its_chunks_are_the_answer() {
    let (gate, store) = gate("");
    let mut pushes = gate.take_editor_pushes().expect("the first taker");
    assert!(gate.take_editor_pushes().is_none());
    let shell = gate.clone();
    let shell = tokio::spawn(async move {
        let push = pushes.recv().await.expect("a push");
        shell.editor_chunk("t1", "Hel".into());
        shell.editor_chunk("other", "not this".into());
        shell.editor_chunk("t1", "lo".into());
        shell.editor_done("t1", None, Some(7), Some(2));
        shell.editor_chunk("t1", "late".into());
        (push, pushes)
    });
    let known = [Known { key: "JWT_SECRET".into(), value: "s3cr3t-value".into() }];
    let redactor = Arc::new(Redactor::new(&known, &PublicWords::default()));
    let request = Outgoing { redactor, ..outgoing("why is s3cr3t-value refused by ‹redacted:API_KEY›?") };
    let (sent, pieces) = send(&gate, request, &editor()).await;
    assert_eq!((sent.end, pieces), (Ok(()), vec!["Hel".to_owned(), "lo".to_owned()]));
    let receipt = sent.receipt.expect("a receipt");
    assert_eq!((receipt.provider, receipt.destination), ("editor", None));
    assert_eq!(
        (receipt.prompt_tokens, receipt.is_exact, receipt.redactions),
        (7, true, 2),
        "one had been taken out before"
    );
    let (push, mut pushes) = shell.await.expect("the shell's part");
    let EditorPush::Send { turn, model, messages } = push else { panic!("{push:?}") };
    assert_eq!((turn.as_str(), model.as_str()), ("t1", "copilot/x"));
    assert!(messages.iter().all(|message| message.role == "user"), "the editor knows no system messages");
    assert_eq!(messages[1].text, "why is ‹redacted:JWT_SECRET› refused by ‹redacted:API_KEY›?");
    assert!(pushes.try_recv().is_err(), "nothing to cancel");
    assert_eq!(store.usage(0).completion_tokens, 2);
}

#[tokio::test]
async fn cancel_tells_the_shell_to_stop() {
    let (gate, store) = gate("");
    let mut pushes = gate.take_editor_pushes().expect("the first taker");
    let cancel = CancellationToken::new();
    let token = cancel.clone();
    let shell = gate.clone();
    let shell = tokio::spawn(async move {
        pushes.recv().await.expect("a push");
        shell.editor_chunk("t1", "Hel".into());
        tokio::time::sleep(Duration::from_millis(50)).await;
        token.cancel();
        pushes.recv().await
    });
    let sent = gate.send(outgoing("hi"), &editor(), &cancel, &mut |_| {}).await;
    assert_eq!((sent.end, sent.text.as_str()), (Err(SendError::Cancelled), "Hel"));
    assert_eq!(shell.await.expect("the shell's part"), Some(EditorPush::Cancel { turn: "t1".into() }));
    assert_eq!(store.usage(0).cancels, 1);
}

#[tokio::test]
async fn a_shell_that_says_nothing_is_not_waited_for() {
    let (gate, _) = gate("");
    let _pushes = gate.take_editor_pushes();
    let limit = Duration::from_millis(100);
    gate.set_endpoint(EndpointSettings { first_token_timeout: limit, ..settings("") });
    let (sent, _) = send(&gate, outgoing("hi"), &editor()).await;
    assert!(matches!(sent.end, Err(SendError::NoFirstToken { .. })), "{:?}", sent.end);
}

#[tokio::test]
async fn the_editors_error_is_the_users() {
    let (gate, _) = gate("");
    let mut pushes = gate.take_editor_pushes().expect("the first taker");
    let shell = gate.clone();
    tokio::spawn(async move {
        pushes.recv().await.expect("a push");
        shell.editor_done("t1", Some("quota exceeded".into()), None, None);
    });
    let (sent, _) = send(&gate, outgoing("hi"), &editor()).await;
    assert_eq!(sent.end.expect_err("failed").to_string(), "Some Model failed: quota exceeded");
}

#[tokio::test]
async fn what_the_model_cannot_take_is_not_sent() {
    let (gate, _) = gate("");
    let mut pushes = gate.take_editor_pushes().expect("the first taker");
    let (sent, _) = send(&gate, outgoing(&"word ".repeat(100)), &editor()).await;
    assert!(matches!(sent.end, Err(SendError::TooLarge { limit: 50, .. })), "{:?}", sent.end);
    assert!(pushes.try_recv().is_err());
}
