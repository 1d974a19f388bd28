"""The texts of mails, in the languages that an account can have."""

from dataclasses import dataclass

from shared.text.printable import printable
from subgraphs.account.domain.accounts import Language
from subgraphs.account.domain.mails import MailKind


@dataclass(frozen=True, slots=True)
class _Text:
    subject: str
    body: str


# Browsers send no server what follows a link's `#`. So the token is in no log and in no referrer.
_LINKS = {
    MailKind.VERIFY_EMAIL: "{site}/verify-email#{token}",
    MailKind.RESET_PASSWORD: "{site}/reset-password#{token}",
    MailKind.PASSWORD_CHANGED: "{site}/forgotten-password",
}

_TEXTS = {
    (MailKind.VERIFY_EMAIL, Language.EN): _Text(
        "Confirm your e-mail address",
        "Hello {name},\n\nplease confirm that this address is yours:\n\n{link}\n\n"
        "The link is good for one day. If you have no account with us, ignore this mail.\n",
    ),
    (MailKind.VERIFY_EMAIL, Language.ES): _Text(
        "Confirma tu correo electrónico",
        "Hola, {name}:\n\nconfirma que esta dirección es tuya:\n\n{link}\n\n"
        "El enlace vale un día. Si no tienes cuenta con nosotros, ignora este mensaje.\n",
    ),
    (MailKind.VERIFY_EMAIL, Language.MS): _Text(
        "Sahkan alamat e-mel anda",
        "Helo {name},\n\nsila sahkan bahawa alamat ini milik anda:\n\n{link}\n\n"
        "Pautan ini sah selama satu hari. Jika anda tiada akaun dengan kami, abaikan e-mel ini.\n",
    ),
    (MailKind.VERIFY_EMAIL, Language.CN): _Text(
        "请确认您的电子邮箱",
        "{name},您好!\n\n请确认此邮箱属于您:\n\n{link}\n\n"
        "链接一天内有效。如果您没有我们的账户,请忽略此邮件。\n",
    ),
    (MailKind.RESET_PASSWORD, Language.EN): _Text(
        "Choose a new password",
        "Hello {name},\n\nhere you can choose a new password:\n\n{link}\n\n"
        "The link is good once, for one hour. If you did not ask for it, ignore this mail: "
        "your password stays as it is.\n",
    ),
    (MailKind.RESET_PASSWORD, Language.ES): _Text(
        "Elige una contraseña nueva",
        "Hola, {name}:\n\naquí puedes elegir una contraseña nueva:\n\n{link}\n\n"
        "El enlace vale una sola vez, durante una hora. Si no lo pediste, ignora este mensaje: "
        "tu contraseña no cambia.\n",
    ),
    (MailKind.RESET_PASSWORD, Language.MS): _Text(
        "Pilih kata laluan baharu",
        "Helo {name},\n\ndi sini anda boleh memilih kata laluan baharu:\n\n{link}\n\n"
        "Pautan ini sah sekali sahaja, selama satu jam. Jika anda tidak memintanya, abaikan "
        "e-mel ini: kata laluan anda tidak berubah.\n",
    ),
    (MailKind.RESET_PASSWORD, Language.CN): _Text(
        "请设置新密码",
        "{name},您好!\n\n请在此设置新密码:\n\n{link}\n\n"
        "链接一小时内有效,且只能使用一次。如果这不是您的请求,请忽略此邮件,您的密码不会改变。\n",
    ),
    (MailKind.PASSWORD_CHANGED, Language.EN): _Text(
        "Your password was changed",
        "Hello {name},\n\nthe password of your account was changed just now. If that was not "
        "you, choose a new one at once:\n\n{link}\n",
    ),
    (MailKind.PASSWORD_CHANGED, Language.ES): _Text(
        "Tu contraseña ha cambiado",
        "Hola, {name}:\n\nla contraseña de tu cuenta acaba de cambiar. Si no fuiste tú, elige "
        "otra de inmediato:\n\n{link}\n",
    ),
    (MailKind.PASSWORD_CHANGED, Language.MS): _Text(
        "Kata laluan anda telah ditukar",
        "Helo {name},\n\nkata laluan akaun anda baru sahaja ditukar. Jika bukan anda yang "
        "menukarnya, pilih yang baharu dengan segera:\n\n{link}\n",
    ),
    (MailKind.PASSWORD_CHANGED, Language.CN): _Text(
        "您的密码已更改",
        "{name},您好!\n\n您的账户密码刚刚被更改。如果不是您本人操作,请立即设置新密码:\n\n{link}\n",
    ),
}


def write(
    kind: MailKind, language: Language, name: str, site: str, token: str | None
) -> tuple[str, str]:
    """Return the subject and body for a reader called `name`."""
    text = _TEXTS[kind, language]
    link = _LINKS[kind].format(site=site, token=token)
    return text.subject, text.body.format(name=printable(name), link=link)
