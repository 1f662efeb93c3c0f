//! Was a deal won or lost, or is it open, by a word or by the name of its stage?
//!
//! What is not sure is none: a stage whose name speaks of winning and of losing, or that a team named as no other does.

/// Words of a deal that was won.
const WON: &str = "won closedwon win gewonnen gagné gagnée ganado ganada vinto vinta ganho ganha wygrana wygrane wygrany \
    vunnen vunnet vundet voitettu kazanıldı vyhráno 受注 成約 赢单";
/// Words of a deal that was lost, or given up.
const LOST: &str = "lost closedlost loss verloren perdu perdue perdido perdida perso persa przegrana przegrane przegrany \
    förlorad förlorat tabt tapt hävitty kaybedildi prohráno 失注 输单 丢单 dead disqualified disqualifiziert abandoned \
    rejected abgelehnt descartado descartada";
/// The other word of `Closed Won` and its like.
const CLOSED: &str = "closed close geschlossen abgeschlossen fermé fermée clôturé clôturée cerrado cerrada cierre chiuso \
    chiusa fechado fechada gesloten zamknięta zamknięte zamknięty stängd stängt lukket suljettu uzavřeno closedwon \
    closedlost";
/// Words of an end of which nobody knows whether it was good, and words that turn others round.
const UNSURE: &str = "signed unterschrieben signé firmado executed paid invoiced delivered terminated canceled cancelled \
    storniert expired declined withdrawn churned failed ended duplicate invalid spam unqualified no not non nicht kein \
    never";
/// Words that say nothing beside the one that counts.
const FILLERS: &str =
    "deal opportunity and und et y e i opportunité oportunidad negócio negocio trattativa";
/// What a column of outcomes calls an open deal.
const OPEN: &str = "open opened active pending offen ouvert ouverte abierto abierta inprogress";
/// Words of stages that lie before an end, wherever deals are sold. A stage that a team invented is not among them.
const OPEN_STAGES: &str = "open offen ouvert abierto pending new neu nouveau nuevo lead leads intro introduction contacted \
    connected engaged engaging interested meeting appointment appointmentscheduled termin cita rendez needs analysis \
    bedarfsanalyse erstgespräch scoping demo démo demos trial pilot poc pov proof validation assessment review technical \
    security legal procurement compliance solution value perception decision decisionmakerboughtin stakeholder quote \
    quoted quotation devis presupuesto preventivo offerte orçamento pricing contract contractsent contrat contrato \
    vertrag qualifiedtobuy presentationscheduled commit verbal closing";
/// Beginnings of such words, in several languages: `negotiation` and `negotiating`, `Angebot` and `Angebotsphase`.
const OPEN_STEMS: &str = "negoti negoci négoci negozi verhandl vertragsverhandl onderhandel qualif calific kwalif angebot \
    propos propues prospec evalu évalu discov découv descubr demonstr présenta präsent presenta";

/// What a column of outcomes says: `won`, `lost` or `open`.
pub(super) fn outcome(cell: &str) -> Option<&'static str> {
    if holds(OPEN, &words(cell).concat()) {
        return Some("open");
    }
    end(cell)
}

/// What a stage's name says. A deal that is called open while it is lost is found where it should not be and missed where
/// it should be, and nobody sees it; one of which nothing is said shows its gap. So only stages that are called as stages
/// before an end usually are (`Discovery`, `Contract Sent`, `Legal review`) are open, and `Parked` says nothing.
pub(super) fn outcome_of_stage(stage: &str) -> Option<&'static str> {
    if let Some(end) = end(stage) {
        return Some(end);
    }
    let words = words(stage);
    let speaks_of_an_end = words.iter().any(|word| {
        [WON, LOST, CLOSED, UNSURE]
            .iter()
            .any(|list| holds(list, word))
    });
    let is_open = |word: &String| {
        let mut stems = OPEN_STEMS.split(' ');
        holds(OPEN_STAGES, word) || stems.any(|stem| word.starts_with(stem))
    };
    (!speaks_of_an_end && words.iter().any(is_open)).then_some("open")
}

/// `Closed Won`, `Won`, `closedlost`, `Closed Lost - Price`, `Lost to competitor`, `Abgeschlossen und verloren`; but not
/// `Lost interview`.
fn end(text: &str) -> Option<&'static str> {
    let words = words(text);
    let is_undecided = words.windows(2).any(|pair| pair == ["no", "decision"]);
    if is_undecided && words.iter().all(|word| is_beside(word, CLOSED)) {
        return Some("lost");
    }
    let has = |list: &str| words.iter().any(|word| holds(list, word));
    let says_so = |list: &str| {
        has(CLOSED)
            || words
                .iter()
                .all(|word| holds(list, word) || is_filler(word))
            || is_headed(text, list)
    };
    match (has(WON), has(LOST)) {
        (true, false) if says_so(WON) => Some("won"),
        (false, true) if says_so(LOST) => Some("lost"),
        _ => None,
    }
}

/// A word that may stand beside `no decision`.
fn is_beside(word: &str, list: &str) -> bool {
    matches!(word, "no" | "decision") || holds(list, word) || is_filler(word)
}

/// Numbers stand before stages that are counted, and after them as a probability.
fn is_filler(word: &str) -> bool {
    holds(FILLERS, word) || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a word of the list comes first and then, set off from it, to whom or why: `Lost - Competitor`, `Lost (price)`,
/// `Lost to competitor`.
fn is_headed(text: &str, list: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let end = lower
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(lower.len());
    let (first, rest) = lower.split_at(end);
    let is_set_off = [" - ", " – ", " — ", ":", "(", " (", " to ", " an "]
        .iter()
        .any(|mark| rest.starts_with(mark));
    holds(list, first) && is_set_off
}

fn holds(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_tells_the_outcome_only_where_it_is_plain() {
        for (stage, expected) in [
            ("Closed Won", Some("won")),
            ("closedlost", Some("lost")),
            ("Won", Some("won")),
            ("Deal lost", Some("lost")),
            ("Closed Lost - Price", Some("lost")),
            ("7 - Won", Some("won")),
            ("Lost - Competitor", Some("lost")),
            ("Lost (price)", Some("lost")),
            ("Lost to competitor", Some("lost")),
            ("Closed - No Decision", Some("lost")),
            ("Disqualified", Some("lost")),
            ("Abgeschlossen und gewonnen", Some("won")),
            ("Fermée perdue", Some("lost")),
            ("Cierre ganado", Some("won")),
            ("Chiuso perso", Some("lost")),
            ("Fechado ganho", Some("won")),
            ("Negócio perdido", Some("lost")),
            ("Gesloten verloren", Some("lost")),
            ("Zamknięta przegrana", Some("lost")),
            ("Stängd förlorad", Some("lost")),
            ("失注", Some("lost")),
            ("Negotiation/Review", Some("open")),
            ("appointmentscheduled", Some("open")),
            ("3. Legal review", Some("open")),
            ("Angebotsphase", Some("open")),
            ("Lost interview", None),
            ("Proposal rejected", None),
            ("Contract signed", None),
            ("Not qualified", None),
            ("Churned", None),
            ("Parked", None),
            ("Negócio fechado", None),
            ("Closed", None),
            ("Won or lost", None),
            ("99123", None),
            ("", None),
        ] {
            assert_eq!(outcome_of_stage(stage), expected, "{stage}");
        }
        assert_eq!(outcome("In progress"), Some("open"));
        assert_eq!(outcome("WON"), Some("won"));
        assert_eq!(outcome("Negotiation"), None);
        assert_eq!(outcome("No decision"), Some("lost"));
    }
}
