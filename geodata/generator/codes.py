"""Invented but well-formed names, telephones and credit codes."""

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SURNAMES = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严金魏姜谢邹苏潘葛范彭马方任袁柳史唐薛雷贺倪汤"
GIVEN = ("示明", "示文", "示华", "示强", "示平", "示林", "示涛", "示军", "示敏", "示芳", "示杰", "示宁", "示远", "示川", "示峰", "示岚")
WORDS = ("砚山", "栖云", "松涧", "青梧", "澄石", "听泉", "鹤渚", "墨岭", "月坪", "锦屏", "霁岚", "槲林", "雁栖", "照壁", "柏谷",
         "石瓮", "云壑", "枫坞", "白鹭", "荻浦", "苍耳", "皂角", "棠溪", "竹笆", "响石", "银杏", "连翘", "杜鹃", "黄栌", "山茱")


def person(draw):
    """A name whose first given character, 示, tells that nobody bears it."""
    return draw.choice(SURNAMES) + draw.choice(GIVEN)


class Numbers:
    """Telephones and credit codes that are handed out one after the other."""

    def __init__(self):
        self.mobile_count = self.landline_count = self.uscc_count = 0

    def mobile(self):
        self.mobile_count += 1
        return f"13900000{self.mobile_count:03d}"

    def landline(self):
        self.landline_count += 1
        return f"0398-5550{self.landline_count:03d}"

    def uscc(self, district):
        """A code with right check characters (GB 32100, GB 11714) and a body that no authority has issued."""
        self.uscc_count += 1
        body = f"YY99{self.uscc_count:04d}"
        values = [int(c) if c.isdigit() else ord(c) - 55 for c in body]
        check = (11 - sum(v * w for v, w in zip(values, (3, 7, 9, 10, 5, 8, 4, 2))) % 11) % 11
        code = "91" + district + body + ("X" if check == 10 else str(check))
        total = sum(USCC_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code))
        return code + USCC_ALPHABET[-total % 31]
