"""The vendor's tables of trade conditions and exchanges, as far as they are verified."""

from spxcc.feeds.simulator.massive.answer import Row

OPTION_CONDITIONS: tuple[tuple[int, str, str], ...] = (
    (201, "Canceled", "CANC"), (202, "Late and Out Of Sequence", "OSEQ"), (203, "Last and Canceled", "CNCL"),
    (204, "Late", "LATE"), (205, "Opening Trade and Canceled", "CNCO"),
    (206, "Opening Trade, Late, and Out Of Sequence", "OPEN"), (207, "Only Trade and Canceled", "CNOL"),
    (208, "Opening Trade and Late", "OPNL"), (209, "Automatic Execution", "AUTO"), (210, "Reopening Trade", "REOP"),
    (219, "Intermarket Sweep Order", "ISOI"), (227, "Single Leg Auction Non ISO", "SLAN"),
    (228, "Single Leg Auction ISO", "SLAI"), (229, "Single Leg Cross Non ISO", "SLCN"),
    (230, "Single Leg Cross ISO", "SLCI"), (231, "Single Leg Floor Trade", "SLFT"),
    (232, "Multi Leg auto-electronic trade", "MLET"), (233, "Multi Leg Auction", "MLAT"),
    (234, "Multi Leg Cross", "MLCT"), (235, "Multi Leg floor trade", "MLFT"),
    (236, "Multi Leg auto-electronic trade against single leg(s)", "MESL"), (237, "Stock Options Auction", "TLAT"),
    (238, "Multi Leg Auction against single leg(s)", "MASL"),
    (239, "Multi Leg floor trade against single leg(s)", "MFSL"),
    (240, "Stock Options auto-electronic trade", "TLET"), (241, "Stock Options Cross", "TLCT"),
    (242, "Stock Options floor trade", "TLFT"),
    (243, "Stock Options auto-electronic trade against single leg(s)", "TESL"),
    (244, "Stock Options Auction against single leg(s)", "TASL"),
    (245, "Stock Options floor trade against single leg(s)", "TFSL"),
    (246, "Multi Leg Floor Trade of Proprietary Products", "CBMO"),
    (247, "Multilateral Compression Trade of Proprietary Products", "MCTP"), (248, "Extended Hours Trade", "EXHT"),
)  # fmt: skip
STOCK_CONDITIONS: tuple[tuple[int, str, str], ...] = (
    (12, "Form T/Extended Hours", "T"), (14, "Intermarket Sweep", "F"), (15, "Market Center Official Close", "M"),
    (16, "Market Center Official Open", "Q"), (37, "Odd Lot Trade", "I"), (41, "Trade Thru Exempt", "X"),
)  # fmt: skip
OPTION_EXCHANGES: tuple[tuple[int, str, str], ...] = (
    (300, "NYSE American", "AMXO"), (301, "BOX Options Exchange", "XBOX"), (302, "Cboe Options Exchange", "XCBO"),
    (303, "MIAX Emerald", "EMLD"), (304, "Cboe EDGX Options", "EDGO"), (307, "Nasdaq GEMX", "GMNI"),
    (308, "Nasdaq ISE", "XISX"), (309, "Nasdaq MRX", "MCRY"), (312, "MIAX Options", "XMIO"),
    (313, "NYSE Arca Options", "ARCO"), (314, "Options Price Reporting Authority", "OPRA"),
    (315, "MIAX Pearl", "MPRL"), (316, "Nasdaq Options Market", "XNDQ"), (319, "Nasdaq BX Options", "XBXO"),
    (322, "Cboe C2", "C2OX"), (323, "Nasdaq PHLX", "XPHO"), (325, "Cboe BZX Options", "BATO"),
)  # fmt: skip
STOCK_EXCHANGES: tuple[tuple[int, str, str], ...] = (
    (4, "FINRA Trade Reporting Facility", "FINY"), (8, "Cboe EDGX", "EDGX"), (10, "New York Stock Exchange", "XNYS"),
    (11, "NYSE Arca", "ARCX"), (12, "Nasdaq", "XNAS"), (15, "Investors Exchange", "IEXG"), (19, "Cboe BZX", "BATS"),
)  # fmt: skip
_CANCELS, _LATE = (201, 203, 205, 207), (202, 204, 206, 208, 12, 37)


def conditions() -> list[Row]:
    """All rows of `/v3/reference/conditions`."""
    kinds = (("options", "OPRA", OPTION_CONDITIONS), ("stocks", "UTP", STOCK_CONDITIONS))
    return [
        {
            "id": number,
            "type": "sale_condition",
            "name": name,
            "asset_class": kind,
            "sip_mapping": {sip: code},
            "data_types": ["trade"],
            "update_rules": {"consolidated": _rules(number), "market_center": _rules(number)},
        }
        for kind, sip, table in kinds
        for number, name, code in table
    ]


def exchanges() -> list[Row]:
    """All rows of `/v3/reference/exchanges`."""
    kinds = (("options", OPTION_EXCHANGES), ("stocks", STOCK_EXCHANGES))
    return [
        {
            "id": number,
            "type": "TRF" if number == 4 else "SIP" if number == 314 else "exchange",
            "asset_class": kind,
            "locale": "us",
            "name": name,
            "mic": mic,
            "operating_mic": mic,
            "participant_id": mic[:1],
        }
        for kind, table in kinds
        for number, name, mic in table
    ]


def _rules(number: int) -> Row:
    moves = number not in (*_CANCELS, *_LATE)
    return {"updates_high_low": moves, "updates_open_close": moves, "updates_volume": number not in _CANCELS}
